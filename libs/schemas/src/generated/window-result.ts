// Generated from schemas/window-result.avsc by `npm run generate`. Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

/** The value of one metric in one window, as counted by one partition. The highest revision is the valid one. */
export interface WindowResult {
  stream: string;
  metric: string;
  kind: 'count' | 'sum' | 'min' | 'max' | 'first' | 'last' | 'unique';
  /** Empty for live traffic. */
  run_id: string;
  /** Empty for a metric without groups. */
  group: string;
  /** (epoch milliseconds) */
  window_start: number;
  window_ms: number;
  /** Of the stream's topic. */
  partition: number;
  /** (exact, in units of 10^-4) */
  value: bigint;
  /** For first and last: the event time of the event that gave the value; partitions are merged by it. (epoch milliseconds) */
  value_at: number | null;
  /** How many events the value was made of. */
  events: number;
  /** 2 × (last log offset counted in the value) + final. */
  revision: number;
  final: boolean;
}

export const windowResultSchema: AvroRecord = {
  type: 'record',
  name: 'WindowResult',
  namespace: 'weir',
  doc: 'The value of one metric in one window, as counted by one partition. The highest revision is the valid one.',
  fields: [
    {
      name: 'stream',
      type: 'string',
    },
    {
      name: 'metric',
      type: 'string',
    },
    {
      name: 'kind',
      type: {
        type: 'enum',
        name: 'MetricKind',
        symbols: ['count', 'sum', 'min', 'max', 'first', 'last', 'unique'],
      },
    },
    {
      name: 'run_id',
      type: 'string',
      doc: 'Empty for live traffic.',
    },
    {
      name: 'group',
      type: 'string',
      doc: 'Empty for a metric without groups.',
    },
    {
      name: 'window_start',
      type: {
        type: 'long',
        logicalType: 'timestamp-millis',
      },
    },
    {
      name: 'window_ms',
      type: 'long',
    },
    {
      name: 'partition',
      type: 'int',
      doc: "Of the stream's topic.",
    },
    {
      name: 'value',
      type: {
        type: 'bytes',
        logicalType: 'decimal',
        precision: 38,
        scale: 4,
      },
    },
    {
      name: 'value_at',
      type: [
        'null',
        {
          type: 'long',
          logicalType: 'timestamp-millis',
        },
      ],
      default: null,
      doc: 'For first and last: the event time of the event that gave the value; partitions are merged by it.',
    },
    {
      name: 'events',
      type: 'long',
      doc: 'How many events the value was made of.',
    },
    {
      name: 'revision',
      type: 'long',
      doc: '2 × (last log offset counted in the value) + final.',
    },
    {
      name: 'final',
      type: 'boolean',
    },
  ],
};
