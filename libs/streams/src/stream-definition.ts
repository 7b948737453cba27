import type { AvroRecord, JsonForm } from '@weir/schemas';

/** How the events of a window become one number. */
export type MetricKind = 'count' | 'sum' | 'min' | 'max' | 'first' | 'last' | 'unique';

/** How a number of a metric is to be read, and written on a chart. */
export type MetricUnit = 'money' | 'events' | 'users' | 'items' | 'price' | 'shares' | 'trades' | 'contracts';

/** The chart that suits a metric. */
export type MetricChart = 'line' | 'bar' | 'stacked' | 'top';

/** One metric of a stream: what is counted, over which window, in which groups. Plain data. */
export interface MetricDefinition {
  readonly name: string;
  readonly kind: MetricKind;
  /** The field that is summed, compared or counted uniquely. Absent for `count`. */
  readonly field?: string;
  /** Group by the values of these fields; empty for one value a window. */
  readonly by: readonly string[];
  /** An array field to explode: `field` and `by` are then fields of its items. */
  readonly each?: string;
  /** Window size in milliseconds; windows are aligned to the epoch. */
  readonly windowMs: number;
  /** Kafka topic of the results. */
  readonly topic: string;
  readonly title: string;
  readonly unit: MetricUnit;
  readonly chart: MetricChart;
}

/** The sum of a field over the items of an array (`<array>.<field>`) must equal a field of the event, exactly. */
export interface EventCheck {
  readonly sumOf: string;
  readonly equals: string;
}

/** What a stream *means*: its topic, key, time, identity and metrics. Plain data, checked by `defineStream`. */
export interface StreamDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly schema: AvroRecord;
  /** Kafka topic of the validated events. */
  readonly topic: string;
  /** Kafka topic of raw JSON from anybody, where the stream has one. */
  readonly inTopic?: string;
  /** Kafka topic of what `inTopic` held that is no event. */
  readonly inDlqTopic?: string;
  readonly dlqTopic: string;
  /** Field whose value is the record key; every unique count is over it. */
  readonly key: string;
  /** Timestamp field: the event time. */
  readonly time: string;
  /** Field that identifies an event, if the stream has one: same id and same time = duplicate. */
  readonly id?: string;
  /** HTTP alias such as `/transactions`. */
  readonly alias?: string;
  /** How the stream's JSON differs from its schema. */
  readonly json: JsonForm;
  /** Rules between fields, which a schema cannot say. */
  readonly checks: readonly EventCheck[];
  /** A window takes late events until its end + grace (ms of event time). */
  readonly graceMs: number;
  /** An event this far (ms) ahead of the broker's clock is refused: one bad clock must not make the rest late. */
  readonly maxAheadMs: number;
  /** After this long (ms) without events at the end of the log, open windows are published as final. */
  readonly idleMs: number;
  /** After this long (ms) of silence they are closed for good. */
  readonly closeAfterMs: number;
  /** At most this many groups a window; further ones are counted as `(other)`. */
  readonly maxGroups: number;
  /** Partitions of the topic when it is created. */
  readonly partitions: number;
  readonly metrics: readonly MetricDefinition[];
  /** An event as a client would POST it. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** The group that takes what is over `maxGroups`. */
export const otherGroup = '(other)';
