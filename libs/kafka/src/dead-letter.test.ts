import { deadLetter } from './dead-letter.ts';

const message = {
  offset: '42',
  key: Buffer.from('u1'),
  value: Buffer.from('bytes as they came'),
  timestamp: String(Date.UTC(2026, 0, 31, 12)),
  headers: { run: Buffer.from('r1'), traceparent: '00-abc' },
};
const why = { reason: 'late', detail: 'too late for count', origin: 'frames-3-42' };

test('a dead letter keeps the original bytes and headers, and says why, whence and when', () => {
  expect(deadLetter('frames.dlq', message, why)).toEqual({
    topic: 'frames.dlq',
    key: 'frames-3-42',
    value: message.value,
    headers: {
      run: message.headers.run,
      traceparent: '00-abc',
      ...why,
      key: message.key,
      at: '2026-01-31T12:00:00.000Z',
    },
  });
});

test('its reason outranks a header of the same name that the sender set', () => {
  const spoofed = { ...message, headers: { reason: 'none of your business' } };
  expect(deadLetter('frames.dlq', spoofed, why).headers).toMatchObject({ reason: 'late' });
});

test('a record as large as Kafka takes still fits: it is cut, and its length is told', () => {
  const value = Buffer.alloc(1_048_000, 'x');
  const letter = deadLetter('frames.dlq', { ...message, value }, why);
  expect(letter.headers).toMatchObject({ truncated_from: '1048000' });
  expect(letter.value?.length).toBeLessThan(1_045_000);
  expect(value.subarray(0, letter.value?.length).equals(letter.value ?? Buffer.alloc(0))).toBe(true);
});
