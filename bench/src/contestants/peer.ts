import { join } from 'node:path';
import { readLog } from '@weir/kafka';
import { workspaceFolder } from '@weir/local';
import { windowKey, type WindowValues } from '../measure/window-values.ts';
import { outputTopic, type Command, type Contestant, type Job } from './contestant.ts';

/** Folder with the sources of a peer. */
export const peerFolder = (name: string) => join(workspaceFolder, 'bench/peers', name);

/**
 * What a peer publishes, as JSON: one window of one second or one minute. A later record with the same key replaces an
 * earlier one; values of different keys (from different partitions) add up.
 */
interface PeerRow {
  readonly window_start: number;
  readonly frames: number;
  readonly users: number;
}

export const topicsOf = ({ output }: Job) => ({ second: `${output}.1s`, minute: `${output}.1m` });

export interface PeerOptions extends Pick<Contestant, 'name' | 'title' | 'about' | 'prepare'> {
  readonly command: (job: Job) => Command;
  readonly betweenStages?: (job: Job) => readonly string[];
}

/** Another system that counts frames. It learns its task from environment variables alike for all. */
export function peer({ command, betweenStages, ...rest }: PeerOptions): Contestant {
  return {
    ...rest,
    ...(betweenStages === undefined ? {} : { betweenStages }),
    async provision(job) {
      await job.stack.admin.createTopics(Object.values(topicsOf(job)).map(outputTopic));
    },
    commands: async (job) => {
      const { second, minute } = topicsOf(job);
      const task = {
        BOOTSTRAP_SERVERS: job.stack.connection.brokers.join(','),
        SCHEMA_REGISTRY_URL: job.stack.registryUrl,
        INPUT_TOPIC: job.input,
        CONSUMER_GROUP_ID: job.group,
        SECOND_TOPIC: second,
        MINUTE_TOPIC: minute,
        GRACE_MS: '10000',
        COMMIT_MS: '500',
        STATE_DIR: job.folder,
      };
      const { env, ...how } = command(job);
      return [{ ...how, env: { ...task, ...env } }];
    },
    positionOf: ({ offset }) => offset ?? 0,
    async readResults(job) {
      const { second, minute } = topicsOf(job);
      const values = new Map<string, number>();
      await readRows(job, second, { count: 'frames', users_1s: 'users' }, values);
      await readRows(job, minute, { users_1m: 'users' }, values);
      return values;
    },
  };
}

async function readRows(
  { stack }: Job,
  topic: string,
  metrics: Readonly<Record<string, 'frames' | 'users'>>,
  values: Map<string, number>,
): Promise<WindowValues> {
  const latest = new Map<string, PeerRow>();
  for await (const { records } of readLog({ ...stack.connection, topic, from: 'beginning', until: 'end' })) {
    for (const { key, value } of records) {
      if (value === null) continue;
      const row = JSON.parse(value.toString()) as PeerRow;
      latest.set(key?.toString('latin1') ?? String(row.window_start), row);
    }
  }
  for (const row of latest.values()) {
    for (const [metric, field] of Object.entries(metrics)) {
      const window = windowKey(metric, '', row.window_start);
      values.set(window, (values.get(window) ?? 0) + row[field]);
    }
  }
  return values;
}
