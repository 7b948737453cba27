import { streamsFromEnv, type StreamDefinition } from '@weir/streams';
import { uniqueName } from '@weir/testing';
import type { StreamName } from './event-forms.ts';

/** Names of its own for one test file: on a stack that others use too, nothing of theirs is in its way. */
export interface Namespace {
  /** What the apps and the provisioner need in their environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly database: string;
  /** The aggregator's consumer group. */
  readonly group: string;
  /** All streams, those that tests write to with topics of this namespace. */
  readonly streams: readonly StreamDefinition[];
}

const written: readonly StreamName[] = ['transactions', 'frames'];

export function newNamespace(): Namespace {
  const name = uniqueName('fire').replaceAll(/[^a-z0-9]+/gi, '_');
  const env: Record<string, string> = {
    CLICKHOUSE_DATABASE: name,
    AGGREGATOR_GROUP: name,
    INTAKE_GROUP: `${name}-intake`,
    TOPIC_DUPLICATES: `${name}.duplicates`,
  };
  const rename = (topic: string, ...parts: string[]) => {
    env[['TOPIC', ...parts].join('_').toUpperCase()] = `${name}.${topic}`;
  };
  for (const { name: stream, topic, inTopic, dlqTopic, metrics } of streamsFromEnv({})) {
    if (!written.some((one) => one === stream)) continue;
    rename(topic, stream);
    rename(dlqTopic, stream, 'dlq');
    if (inTopic !== undefined) rename(inTopic, stream, 'in');
    for (const metric of metrics) rename(metric.topic, stream, metric.name);
  }
  return { env, database: name, group: name, streams: streamsFromEnv(env) };
}
