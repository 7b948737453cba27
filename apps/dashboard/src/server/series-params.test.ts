import { maxPoints, parseTime, readSeriesParams } from './series-params.ts';

const now = Date.UTC(2026, 0, 31, 12, 0, 0);
const read = (query: string) => readSeriesParams(new URLSearchParams(query), now);
const questionOf = (query: string) => {
  const result = read(query);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.question;
};
const namesOf = (query: string) => {
  const result = read(query);
  return result.ok ? [] : result.errors.map(({ parameter }) => parameter);
};

test('without times it is the last five minutes of live data, window by window', () => {
  expect(questionOf('stream=transactions&metric=income')).toMatchObject({
    stream: 'transactions',
    metric: { name: 'income' },
    runId: '',
    group: undefined,
    fromMs: now - 300_000,
    toMs: now,
    stepMs: 3_000,
  });
});

test.each([
  ['2026-01-31T12:00:00Z', now],
  ['2026-01-31T13:00:00.000+01:00', now],
  [String(now), now],
  ['2026-01-31', Date.UTC(2026, 0, 31)],
  ['2026-01-31T12:00:00', undefined],
  ['yesterday', undefined],
  ['-1', undefined],
  ['1e3', undefined],
])('the time %s is %s', (text, expected) => expect(parseTime(text)).toBe(expected));

test.each([
  ['metric=income', ['stream']],
  ['stream=transactions', ['metric']],
  ['stream=nope&metric=income', ['stream']],
  ['stream=transactions&metric=nope', ['metric']],
  ['stream=transactions&metric=income&from=x&to=y&step=z', ['to', 'from', 'step']],
  ['stream=transactions&metric=income&from=2026-01-31&to=2026-01-30', ['from']],
  ['stream=transactions&metric=income&step=0', ['step']],
  ['stream=transactions&metric=income&limit=5', ['limit']],
  ['stream=transactions&stream=frames&metric=count', ['stream']],
])('%s: each bad parameter is named', (query, names) => expect(namesOf(query)).toEqual(names));

test('an unknown name is answered with the names that there are', () => {
  const result = read('stream=frames&metric=income');
  expect(result).toMatchObject({
    ok: false,
    errors: [
      { parameter: 'metric', message: 'frames has no metric "income"; it has count, users_1s, users_1m' },
    ],
  });
});

test('a step becomes a whole multiple of the window', () => {
  expect(questionOf('stream=transactions&metric=income&step=5s').stepMs).toBe(6_000);
  expect(questionOf('stream=transactions&metric=users_1m&step=1000').stepMs).toBe(60_000);
});

test('a long range without a step is rolled up; one with a step too short for it is refused', () => {
  expect(questionOf(`stream=frames&metric=count&from=${now - 86_400_000}`).stepMs).toBe(120_000);
  expect(questionOf(`stream=frames&metric=count&from=${now - maxPoints * 1_000}&step=1s`).stepMs).toBe(1_000);
  expect(namesOf(`stream=frames&metric=count&from=${now - (maxPoints + 1) * 1_000}&step=1s`)).toEqual([
    'step',
  ]);
});

test('run and group are passed on as they are', () => {
  const question = questionOf(
    `stream=transactions&metric=income_by_user&run=r1&group=${encodeURIComponent("a'b")}`,
  );
  expect(question).toMatchObject({ runId: 'r1', group: "a'b" });
});
