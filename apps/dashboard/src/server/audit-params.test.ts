import { readAuditParams } from './audit-params.ts';

const read = (query: string) => readAuditParams(new URLSearchParams(query), 0);

test('a window is named by stream, metric and start; run and group are empty unless given', () => {
  const reading = read('stream=transactions&metric=income&window_start=2026-01-31T12:00:03Z');
  expect(reading).toMatchObject({
    ok: true,
    question: { run: '', group: '', windowStartMs: Date.UTC(2026, 0, 31, 12, 0, 3) },
  });
  const grouped = read('stream=transactions&metric=income_by_user&window_start=3000&run=r1&group=ann');
  expect(grouped).toMatchObject({ ok: true, question: { run: 'r1', group: 'ann', windowStartMs: 3000 } });
});

test('all that is wrong is told at once, and a start within a window says where that begins', () => {
  expect(read('stream=x&from=1')).toMatchObject({
    ok: false,
    errors: [{ parameter: 'from' }, { parameter: 'stream' }, { parameter: 'window_start' }],
  });
  expect(read('stream=frames&metric=users_1m&window_start=1970-01-01T00:02:03Z')).toMatchObject({
    errors: [{ parameter: 'window_start', message: expect.stringContaining('1970-01-01T00:02:00.000Z') }],
  });
});
