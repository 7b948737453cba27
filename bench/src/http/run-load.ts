import { spawn } from 'node:child_process';
import { processUsage } from '../measure/process-usage.ts';
import { loadProgram } from './server.ts';

export interface LoadOptions {
  readonly port: number;
  readonly target: string;
  readonly connections: number;
  /** Events in each request: 1 is a JSON object, more are NDJSON. */
  readonly events: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** What the load program saw, and what the server used meanwhile. */
export interface Load {
  /** A second. */
  readonly requests: number;
  readonly events: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Events that were answered 202, warm-up included. */
  readonly acknowledged: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Processor seconds of the load program, and of the server, while it was measured. */
  readonly cpuSeconds: number;
  readonly serverCpuSeconds: number;
  readonly serverPeakBytes: number;
  readonly seconds: number;
}

/** Runs the load program against a server. */
export async function runLoad(options: LoadOptions, serverPid: number, signal: AbortSignal): Promise<Load> {
  const { port, target, connections, events, warmUpMs, measureMs } = options;
  const child = spawn(process.execPath, [loadProgram], {
    env: {
      ...process.env,
      PORT: String(port),
      TARGET: target,
      CONNECTIONS: String(connections),
      EVENTS: String(events),
      WARM_UP_MS: String(warmUpMs),
      MEASURE_MS: String(measureMs),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  let from = 0;
  let serverCpuSeconds = 0;
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => {
    const { cpuSeconds } = processUsage([serverPid]);
    if (String(chunk).includes('measuring')) from = cpuSeconds;
    else serverCpuSeconds = cpuSeconds - from;
  });
  await new Promise((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
  const seen = JSON.parse(output) as Omit<Load, 'serverCpuSeconds' | 'serverPeakBytes'>;
  return { ...seen, serverCpuSeconds, serverPeakBytes: processUsage([serverPid]).peakBytes };
}
