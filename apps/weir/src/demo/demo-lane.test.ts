import { streamByName } from '@weir/streams';
import type { Posting } from '@weir/gateway-client';
import { createTally } from '../generate/tally.ts';
import { runDemoLane } from './demo-lane.ts';
import { watchGateway } from './gateway-watch.ts';

const stream = streamByName('frames');
if (stream === undefined) throw new Error('there is no stream frames');

const answered = (ndjson: string | Buffer): Posting => ({
  kind: 'answered',
  accepted: ndjson.toString().trimEnd().split('\n').length,
  rejected: 0,
  errors: [],
  warned: 0,
  warnings: [],
});

test('waits for the gateway, goes on after a restart, and says each once', async () => {
  const stop = new AbortController();
  const notes: string[] = [];
  const note = (text: string) => notes.push(text);
  const ready: (true | string)[] = ['refused', 'refused', true, true];
  const watch = watchGateway({
    gateway: { isReady: async () => ready.shift() ?? true },
    signal: stop.signal,
    note,
    everyMs: 1,
  });
  const tally = createTally();
  let posts = 0;
  await runDemoLane({
    gateway: {
      postEvents: async ({ ndjson }) => {
        posts += 1;
        if (posts === 2) return { kind: 'refused', status: 404, why: 'there is no stream frames' };
        if (posts === 4) stop.abort();
        return answered(ndjson);
      },
    },
    watch,
    stream,
    rate: 1_000,
    tally,
    signal: stop.signal,
    note,
    pauseAfterRefusalMs: 1,
  });
  expect(notes).toEqual([
    'waiting for the gateway (refused)',
    'the gateway is ready',
    'frames: there is no stream frames',
  ]);
  expect(posts).toBe(4);
  expect(tally.accepted).toBeGreaterThanOrEqual(3);
  expect(tally.unacknowledged).toBeGreaterThanOrEqual(1);
});
