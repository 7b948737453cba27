import { freePort, appSpec } from '@weir/local';
import { readLog } from '@weir/kafka';
import { createCodec, runSchema, windowResultSchema, wireFormat, type WindowResult } from '@weir/schemas';
import { streams, type StreamDefinition } from '@weir/streams';
import { decodeResumePoint } from '@weir/windowing';
import { windowKey, type WindowValues } from '../measure/window-values.ts';
import type { Contestant, Job } from './contestant.ts';

export interface WeirOptions {
  readonly stream: string;
  readonly instances?: number;
  /** V8's heap limit, MB; default: what `npm start` gives it. */
  readonly heapMb?: number;
  readonly name?: string;
  readonly title?: string;
  /** Further arguments to Node (a profiler). */
  readonly nodeArgs?: readonly string[];
}

const unit = 10_000;

/** The aggregator as `npm start` runs it: its production bundle, its default settings. */
export function weir(options: WeirOptions): Contestant {
  const { stream: streamName, instances = 1, heapMb, nodeArgs = [] } = options;

  /** The registry with this run's topic names, and the variables that give them to the aggregator. */
  const namesIn = (job: Job) =>
    streams.map((stream) => {
      const own = stream.name === streamName;
      const variable = `TOPIC_${stream.name.toUpperCase()}`;
      const topic = own ? job.input : `${job.output}.${stream.name}`;
      const metrics = stream.metrics.map(({ name }) => ({
        name,
        variable: `${variable}_${name.toUpperCase()}`,
        topic: `${job.output}.${stream.name}.${name}`,
      }));
      return { stream, own, variable, topic, dlq: `${job.output}.${stream.name}.dlq`, metrics };
    });

  return {
    name: options.name ?? 'weir',
    title: options.title ?? 'weir aggregator',
    about: 'survives crashes exactly: revisions, resume point in the commit; provisional and final values',
    prepare: async () => undefined, // Built by `npm run bench` before this starts.
    async provision(job) {
      const { admin, registry } = job.stack;
      const compatibility = { compatibility: 'BACKWARD' } as const;
      await admin.createTopics(
        ['runs', 'duplicates'].map((topic) => ({
          topic,
          partitions: 1,
          configs: { 'cleanup.policy': 'compact' },
        })),
      );
      await registry.register('runs-value', runSchema, compatibility);
      for (const { own, topic, dlq, metrics } of namesIn(job)) {
        if (!own) await admin.createTopics([{ topic, partitions: 1 }]);
        await admin.createTopics([{ topic: dlq, partitions: 1 }]);
        for (const metric of metrics) {
          await admin.createTopics([
            { topic: metric.topic, partitions: 6, configs: { 'cleanup.policy': 'compact' } },
          ]);
          await registry.register(`${metric.topic}-value`, windowResultSchema, compatibility);
        }
      }
    },
    async commands(job) {
      const names = namesIn(job).flatMap(({ variable, topic, dlq, metrics }) => [
        [variable, topic],
        [`${variable}_DLQ`, dlq],
        ...metrics.map((metric) => [metric.variable, metric.topic]),
      ]);
      const env = {
        ...Object.fromEntries(names),
        KAFKA_BROKERS: job.stack.connection.brokers.join(','),
        SCHEMA_REGISTRY_URL: job.stack.registryUrl,
        AGGREGATOR_GROUP: job.group,
      };
      return Promise.all(
        Array.from({ length: instances }, async () => {
          const spec = appSpec('aggregator', { port: await freePort(), env, logFile: job.logFile });
          const [heap, ...args] = spec.args;
          const limit = heapMb === undefined ? heap : `--max-old-space-size=${heapMb}`;
          return { ...spec, args: [...(limit === undefined ? [] : [limit]), ...nodeArgs, ...args] };
        }),
      );
    },
    positionOf: ({ offset, metadata }) =>
      offset === undefined ? 0 : decodeResumePoint(offset, metadata).position,
    async readResults(job) {
      const values = new Map<string, number>();
      for (const { own, stream, metrics } of namesIn(job)) {
        if (own) for (const metric of metrics) await readMetric(job, stream, metric, values);
      }
      return values;
    },
  };
}

/** The value with the greatest revision of each key, summed over partitions. */
async function readMetric(
  { stack }: Job,
  stream: StreamDefinition,
  { name, topic }: { name: string; topic: string },
  values: Map<string, number>,
): Promise<WindowValues> {
  const codec = createCodec<WindowResult>(windowResultSchema);
  const counted = ['count', 'unique'].includes(stream.metrics.find((one) => one.name === name)?.kind ?? '');
  const latest = new Map<string, { revision: number; window: string; value: number }>();
  for await (const { records } of readLog({ ...stack.connection, topic, from: 'beginning', until: 'end' })) {
    for (const { key, value } of records) {
      if (key === null || value === null) continue;
      const row = codec.decode(value, wireFormat.bodyStart);
      const id = key.toString();
      if ((latest.get(id)?.revision ?? -1) >= row.revision) continue;
      const number = counted ? Number(row.value) / unit : Number(row.value);
      latest.set(id, {
        revision: row.revision,
        window: windowKey(name, row.group, row.window_start),
        value: number,
      });
    }
  }
  for (const { window, value } of latest.values()) values.set(window, (values.get(window) ?? 0) + value);
  return values;
}
