// Generated from schemas/run.avsc by `npm run generate`. Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

/** One replay or import with a clock of its own. */
export interface Run {
  run_id: string;
  stream: string;
  name: string;
  state: 'open' | 'finished';
  /** (epoch milliseconds) */
  created_at: number;
  /** (epoch milliseconds) */
  finished_at: number | null;
}

export const runSchema: AvroRecord = {
  type: 'record',
  name: 'Run',
  namespace: 'weir',
  doc: 'One replay or import with a clock of its own.',
  fields: [
    {
      name: 'run_id',
      type: 'string',
    },
    {
      name: 'stream',
      type: 'string',
    },
    {
      name: 'name',
      type: 'string',
    },
    {
      name: 'state',
      type: {
        type: 'enum',
        name: 'RunState',
        symbols: ['open', 'finished'],
      },
    },
    {
      name: 'created_at',
      type: {
        type: 'long',
        logicalType: 'timestamp-millis',
      },
    },
    {
      name: 'finished_at',
      type: [
        'null',
        {
          type: 'long',
          logicalType: 'timestamp-millis',
        },
      ],
      default: null,
    },
  ],
};
