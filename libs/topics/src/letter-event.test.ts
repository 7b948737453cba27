import { streamByName, type StreamDefinition } from '@weir/streams';
import type { DeadLetter } from './dead-letter.ts';
import { letterEvent, mend, parsePatch } from './letter-event.ts';
import { inEventTimeOrder, isTooOldForLive, redriveBatches } from './redrive-plan.ts';
import type { DecodedValue } from './record-decoder.ts';

const frames = streamByName('frames') as StreamDefinition;
const transactions = streamByName('transactions') as StreamDefinition;

const letter = (changes: Partial<DeadLetter> = {}): DeadLetter => ({
  topic: 'frames.dlq',
  partition: 0,
  offset: 1,
  reason: 'late',
  detail: '',
  origin: 'frames-0-1',
  at: 0,
  run: '',
  key: null,
  headers: {},
  value: Buffer.from('x'),
  truncatedFrom: undefined,
  ...changes,
});

const decodesTo = (value: DecodedValue) => async () => value;

test('unknown fields that a stream keeps as text are where the sender had them', async () => {
  const value = { ts: '2026-01-31T12:00:00.000Z', uid: 'u1', payload: '{"channel":"web","n":1}' };
  const read = await letterEvent(frames, letter(), decodesTo({ kind: 'avro', schemaId: 1, value }));
  expect(read).toEqual({ ok: true, event: { ts: value.ts, uid: 'u1', channel: 'web', n: 1 } });
});

test('a letter that was cut is not taken for the whole', async () => {
  const read = await letterEvent(
    frames,
    letter({ truncatedFrom: 2_000_000 }),
    decodesTo({ kind: 'json', value: {} }),
  );
  expect(read).toMatchObject({ ok: false, error: expect.stringContaining('frames-0-1') });
});

test('what cannot be read can be replaced as a whole, and not otherwise', async () => {
  const read = await letterEvent(
    frames,
    letter(),
    decodesTo({ kind: 'bytes', hex: 'ff', error: 'no schema' }),
  );
  expect(mend(read, parsePatch('[{"op":"replace","path":"/uid","value":"u"}]'))).toEqual(read);
  const whole = parsePatch(
    '[{"op":"replace","path":"","value":{"ts":1}},{"op":"add","path":"/uid","value":"u"}]',
  );
  expect(mend(read, whole)).toEqual({ ok: true, event: { ts: 1, uid: 'u' } });
  expect(mend(read, whole)).toEqual({ ok: true, event: { ts: 1, uid: 'u' } });
});

test('a patch leaves the event it is given as it was, and says which operation does not apply', () => {
  const read = { ok: true, event: { amount: 'x', items: [{ n: 1 }] } } as const;
  const patch = parsePatch(
    '[{"op":"replace","path":"/amount","value":"1.50"},{"op":"remove","path":"/items/0/n"}]',
  );
  expect(mend(read, patch)).toEqual({ ok: true, event: { amount: '1.50', items: [{}] } });
  expect(read.event).toEqual({ amount: 'x', items: [{ n: 1 }] });
  expect(mend(read, parsePatch('{"op":"replace","path":"/total","value":1}'))).toMatchObject({
    ok: false,
    error: expect.stringContaining('replace /total'),
  });
  expect(mend(read, parsePatch('{"op":"test","path":"/amount","value":"y"}'))).toMatchObject({ ok: false });
});

test.each(['nonsense', '[1]', '[{"op":"set","path":"/a"}]', '[{"op":"add","path":"a"}]'])(
  'is no patch: %s',
  (text) => expect(() => parsePatch(text)).toThrow(/patch/),
);

test('letters are sent by event time, whatever order they were refused in, in bounded requests', () => {
  const items = [30, 10, 20].map((second) => ({
    letter: letter(),
    event: { created_at: new Date(second * 1_000).toISOString() },
  }));
  const sorted = inEventTimeOrder(transactions, [{ letter: letter(), event: {} }, ...items]);
  expect(sorted.map(({ event }) => (event as { created_at?: string }).created_at?.slice(17, 19))).toEqual([
    '10',
    '20',
    '30',
    undefined,
  ]);
  const many = Array.from({ length: 1_201 }, () => ({ letter: letter(), event: {} }));
  expect(redriveBatches(many).map(({ length }) => length)).toEqual([500, 500, 201]);
});

test('an event is too old for live windows once its longest window and the grace are over', () => {
  const event = { ts: 0 };
  expect(isTooOldForLive(frames, event, 60_000 + frames.graceMs - 1)).toBe(false);
  expect(isTooOldForLive(frames, event, 60_000 + frames.graceMs)).toBe(true);
});
