import { streams } from './registry.ts';
import type { StreamDefinition } from './stream-definition.ts';

/** Names that users of an earlier frame-counting service have in their environment, and what they mean here. */
const aliases: Readonly<Record<string, string>> = {
  TOPIC_FRAMES: 'OUTPUT_STREAM',
  TOPIC_FRAMES_IN: 'INPUT_TOPIC',
  TOPIC_FRAMES_COUNT: 'SEC_METRICS_OUTPUT_TOPIC',
  TOPIC_FRAMES_USERS_1M: 'MIN_METRICS_OUTPUT_TOPIC',
};

/** The topic of the events that came twice, of all streams (ADR 0009); `TOPIC_DUPLICATES` gives it another name. */
export const duplicatesTopic = (env: Readonly<Record<string, string | undefined>>): string =>
  env['TOPIC_DUPLICATES'] || 'duplicates';

/**
 * The registry with topic names as the environment has them: `TOPIC_<STREAM>`, `TOPIC_<STREAM>_IN`,
 * `TOPIC_<STREAM>_IN_DLQ`, `TOPIC_<STREAM>_DLQ`, `TOPIC_<STREAM>_<METRIC>`, so that an existing consumer finds its topic where it expects it.
 */
export function streamsFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  definitions: readonly StreamDefinition[] = streams,
): readonly StreamDefinition[] {
  const named = (parts: readonly string[], otherwise: string): string => {
    const variable = ['TOPIC', ...parts].join('_').toUpperCase();
    return env[variable] || env[aliases[variable] ?? ''] || otherwise;
  };
  return definitions.map((stream) => ({
    ...stream,
    topic: named([stream.name], stream.topic),
    ...(stream.inTopic === undefined ? {} : { inTopic: named([stream.name, 'in'], stream.inTopic) }),
    ...(stream.inDlqTopic === undefined
      ? {}
      : { inDlqTopic: named([stream.name, 'in', 'dlq'], stream.inDlqTopic) }),
    dlqTopic: named([stream.name, 'dlq'], stream.dlqTopic),
    metrics: stream.metrics.map((metric) => ({
      ...metric,
      topic: named([stream.name, metric.name], metric.topic),
    })),
  }));
}
