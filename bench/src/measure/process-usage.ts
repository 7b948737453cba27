import { readFileSync } from 'node:fs';

/** What a process and its descendants have used. */
export interface Usage {
  /** User + system time, seconds. */
  readonly cpuSeconds: number;
  /** Sum of the greatest resident set sizes that they had so far, bytes. */
  readonly peakBytes: number;
  /** Sum of their resident set sizes now, bytes. */
  readonly residentBytes: number;
}

/** `getconf CLK_TCK` of every Linux that Node runs on. */
const ticksPerSecond = 100;

/** utime + stime + those of ended and awaited children, in ticks, from `/proc/PID/stat`. */
export function cpuTicks(stat: string): number {
  // The name in parentheses may hold spaces; the fields are counted from behind it (proc(5): utime is the 14th).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

/** A size in kB from `/proc/PID/status`, as bytes. */
export function statusBytes(status: string, name: 'VmHWM' | 'VmRSS'): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // It has ended.
  }
};

function withDescendants(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim();
  return [
    pid,
    ...children
      .split(' ')
      .filter(Boolean)
      .flatMap((child) => withDescendants(Number(child))),
  ];
}

/** Looks at the processes in /proc (Linux). */
export function processUsage(pids: readonly number[]): Usage {
  let ticks = 0;
  let peakBytes = 0;
  let residentBytes = 0;
  for (const pid of pids.flatMap(withDescendants)) {
    const stat = read(`/proc/${pid}/stat`);
    if (stat !== '') ticks += cpuTicks(stat);
    const status = read(`/proc/${pid}/status`);
    peakBytes += statusBytes(status, 'VmHWM');
    residentBytes += statusBytes(status, 'VmRSS');
  }
  return { cpuSeconds: ticks / ticksPerSecond, peakBytes, residentBytes };
}
