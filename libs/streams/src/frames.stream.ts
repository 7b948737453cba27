import { frameSchema, type Frame } from '@weir/schemas';
import { defineStream } from './define-stream.ts';

export const frames = defineStream<Frame>({
  name: 'frames',
  title: 'Frames',
  description: "Frames of users' clients: how many a second, and how many different users.",
  schema: frameSchema,
  key: 'uid',
  time: 'ts',
  alias: '/frames',
  intake: true,
  json: { unixSeconds: ['ts'], rest: 'payload' },
  metrics: {
    count: { kind: 'count', every: '1s', title: 'Frames per second' },
    users_1s: { kind: 'unique', field: 'uid', every: '1s', title: 'Unique users per second' },
    users_1m: { kind: 'unique', field: 'uid', every: '1m', title: 'Unique users per minute', chart: 'bar' },
  },
  example: { ts: 1769860800, uid: 'bd18f2c7a04e95d1b36', channel: 'web', duration_ms: 130 },
});
