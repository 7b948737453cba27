import type { TopicSpec } from '@weir/kafka';
import type { StreamDefinition } from '@weir/streams';

/** The compacted topic of all runs. */
export const runsTopic = 'runs';

/** The compacted topic of which dead letters were sent again, by origin (ADR 0015). */
export const redrivesTopic = 'redrives';

export interface WantedTopic extends TopicSpec {
  /** Made where it is missing, used as it is where it is not. */
  readonly asIs?: boolean;
}

/** Answers that the gateway gave to requests with an Idempotency-Key (ADR 0014), in as many partitions as it uses. */
export const idempotencyTopic = 'idempotency';
const idempotencyPartitions = 4;

export interface TopicSettings {
  readonly replicationFactor: number;
  /** How long events and raw input stay in Kafka (ms); 0 = for good. */
  readonly retentionMs: number;
  /** How long dead letters stay (ms); 0 = for good. */
  readonly dlqRetentionMs: number;
  /** How long answers by Idempotency-Key are asked for (ms). */
  readonly idempotencyWindowMs: number;
  /** The topic of the events that came twice. */
  readonly duplicatesTopic: string;
}

/** The broker's clock stamps every record: `ahead` is judged by it, and ClickHouse's partitions follow it (ADR 0003). */
const appendTime = { 'message.timestamp.type': 'LogAppendTime' };

const kept = (retentionMs: number) => ({ 'retention.ms': retentionMs === 0 ? '-1' : String(retentionMs) });

/**
 * Keyed results and runs keep their newest record. Segments of an hour or 32 MB, because the open one is never compacted;
 * ten minutes before a record may go, so that a reader that is a little behind sees what a window went through.
 */
const compacted = {
  'cleanup.policy': 'compact',
  'segment.ms': '3600000',
  'segment.bytes': String(32 * 1024 * 1024),
  'min.compaction.lag.ms': '600000',
  ...appendTime,
};

/** Every topic that the registry of streams asks for, with the settings that Weir relies on. */
export function wantedTopics(streams: readonly StreamDefinition[], settings: TopicSettings): WantedTopic[] {
  const { replicationFactor } = settings;
  const ofStream = ({
    name,
    topic,
    partitions,
    inTopic,
    inDlqTopic,
    dlqTopic,
    metrics,
  }: StreamDefinition): WantedTopic[] => [
    {
      topic,
      partitions,
      replicationFactor,
      configs: { 'cleanup.policy': 'delete', ...kept(settings.retentionMs), ...appendTime },
    },
    ...(inTopic === undefined
      ? []
      : [
          {
            topic: inTopic,
            partitions: 1,
            replicationFactor,
            configs: kept(settings.retentionMs),
            // Under another name it is somebody else's, with the settings that they want.
            asIs: inTopic !== `${name}.in`,
          },
        ]),
    ...[dlqTopic, ...(inDlqTopic === undefined ? [] : [inDlqTopic])].map((letters) => ({
      topic: letters,
      partitions: 1,
      replicationFactor,
      configs: { 'cleanup.policy': 'delete', ...kept(settings.dlqRetentionMs), ...appendTime },
    })),
    ...metrics.map((metric) => ({
      topic: metric.topic,
      partitions: 1,
      replicationFactor,
      configs: compacted,
    })),
  ];
  return [
    ...streams.flatMap(ofStream),
    { topic: runsTopic, partitions: 1, replicationFactor, configs: compacted },
    { topic: redrivesTopic, partitions: 1, replicationFactor, configs: compacted },
    {
      topic: settings.duplicatesTopic,
      partitions: 1,
      replicationFactor,
      // By origin, so compaction alone would keep them all.
      configs: { ...compacted, 'cleanup.policy': 'compact,delete', ...kept(settings.dlqRetentionMs) },
    },
    {
      topic: idempotencyTopic,
      partitions: idempotencyPartitions,
      replicationFactor,
      configs: {
        'cleanup.policy': 'delete',
        // Somewhat longer than they are asked for: clocks differ.
        ...kept(settings.idempotencyWindowMs + 600_000),
        'segment.bytes': String(16 * 1024 * 1024),
        ...appendTime,
      },
    },
  ];
}
