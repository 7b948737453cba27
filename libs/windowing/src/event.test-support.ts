import type { AvroRecord } from '@weir/schemas';

/** The event that the tests of windows count. A type, not an interface: it is passed where any fields are taken. */
export type Event = {
  readonly id: string;
  readonly key: string;
  readonly time: number;
  readonly amount: bigint;
};

export const eventSchema: AvroRecord = {
  type: 'record',
  name: 'Event',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'key', type: 'string' },
    { name: 'time', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 4 } },
  ],
};
