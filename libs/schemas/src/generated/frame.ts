// Generated from schemas/frame.avsc by `npm run generate`. Do not edit.
import type { AvroRecord } from '../avro-schema.ts';

/** One frame that a user's client sent. */
export interface Frame {
  /** Event time. In JSON: Unix seconds. (epoch milliseconds) */
  ts: number;
  /** The user; the key of the topic. */
  uid: string;
  /** All other top-level fields of the JSON object, as JSON text. */
  payload: string | null;
}

export const frameSchema: AvroRecord = {
  type: 'record',
  name: 'Frame',
  namespace: 'weir',
  doc: "One frame that a user's client sent.",
  fields: [
    {
      name: 'ts',
      type: {
        type: 'long',
        logicalType: 'timestamp-millis',
      },
      doc: 'Event time. In JSON: Unix seconds.',
    },
    {
      name: 'uid',
      type: 'string',
      doc: 'The user; the key of the topic.',
    },
    {
      name: 'payload',
      type: ['null', 'string'],
      default: null,
      doc: 'All other top-level fields of the JSON object, as JSON text.',
    },
  ],
};
