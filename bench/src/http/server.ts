import { join } from 'node:path';
import { appSpec, httpProbe, workspaceFolder } from '@weir/local';
import { buildOnce, builtFolder } from '../contestants/build-once.ts';
import type { Command } from '../contestants/contestant.ts';
import { peerFolder } from '../contestants/peer.ts';
import { pythonPeer } from '../contestants/python-peer.ts';
import { runTool } from '../contestants/run-tool.ts';

/** What a server is told: where to listen and to store. */
export interface ServerJob {
  readonly port: number;
  readonly topic: string;
  readonly brokers: string;
  readonly registryUrl: string;
  readonly schemaId: number;
  readonly schema: string;
  readonly logFile: string;
  readonly nodeArgs: readonly string[];
}

/** One HTTP server under measurement: takes a transaction, answers when Kafka has acknowledged it. */
export interface Server {
  readonly name: string;
  readonly title: string;
  /** Where events are posted. */
  readonly target: string;
  /** Builds what it needs, once. Throws `NotAvailable` when this machine lacks something. */
  prepare(say: (line: string) => void): Promise<void>;
  command(job: ServerJob): Command;
}

const taskOf = ({ port, topic, brokers, schemaId, schema }: ServerJob) => ({
  PORT: String(port),
  TOPIC: topic,
  BOOTSTRAP_SERVERS: brokers,
  SCHEMA_ID: String(schemaId),
  SCHEMA: schema,
});

export const weirGateway: Server = {
  name: 'weir',
  title: 'Weir gateway',
  target: '/v1/events/transactions',
  prepare: async () => undefined, // Built by `npm run bench` before this starts.
  command({ port, topic, brokers, registryUrl, logFile, nodeArgs }) {
    const env = { KAFKA_BROKERS: brokers, SCHEMA_REGISTRY_URL: registryUrl, TOPIC_TRANSACTIONS: topic };
    const spec = appSpec('gateway', { port, env, logFile });
    return { ...spec, args: [...nodeArgs, ...spec.args] };
  },
};

const python = pythonPeer('fastapi');

export const fastApi: Server = {
  name: 'fastapi',
  title: 'FastAPI + librdkafka',
  target: '/events',
  prepare: python.prepare,
  command: (job) => python.command(taskOf(job)),
};

export const expressKafkajs: Server = {
  name: 'express',
  title: 'Express + kafkajs',
  target: '/events',
  prepare: async (say) => {
    await buildOnce('express', async (into) => {
      say('express: installing …');
      for (const file of ['package.json', 'main.mjs'])
        await runTool('express', 'cp', [join(peerFolder('express'), file), into]);
      await runTool('express', 'npm', ['install', '--prefix', into, '--no-audit', '--no-fund', '--silent']);
    });
  },
  command: (job) => ({
    command: process.execPath,
    args: [join(builtFolder('express'), 'main.mjs')],
    env: { ...taskOf(job), NODE_ENV: 'production' },
  }),
};

export const loadProgram = join(workspaceFolder, 'bench/load/main.mjs');

export const isUp = (port: number) => httpProbe(`http://127.0.0.1:${port}/readyz`).then(() => true);
