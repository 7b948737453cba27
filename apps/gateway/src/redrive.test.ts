import { testGateway, transaction } from './gateway.test-support.ts';

const item = (offset: number, changes: Record<string, unknown> = {}) => ({
  origin: `transactions-3-${offset}`,
  event: transaction(changes),
});

test('dead letters are events again, with their origin and run, and a second time they are left alone', async () => {
  const { postJson, redrives, directory } = await testGateway();
  directory.apply({
    run_id: 'abcd1234',
    stream: 'transactions',
    name: '',
    state: 'open',
    created_at: 0,
    finished_at: null,
  });
  const first = await postJson('/v1/redrive/transactions?run=abcd1234', [item(1), item(2), item(2)]);
  expect(first.statusCode).toBe(202);
  expect(first.json()).toMatchObject({ accepted: 2, already: 1, rejected: 0, dry_run: false });
  expect(redrives.stored.map(({ event }) => event.headers)).toEqual([
    { origin: 'transactions-3-1', run: 'abcd1234' },
    { origin: 'transactions-3-2', run: 'abcd1234' },
  ]);
  const again = await postJson('/v1/redrive/transactions', [item(1), item(3)]);
  expect(again.json()).toMatchObject({
    accepted: 1,
    already: 1,
    items: [
      { origin: 'transactions-3-1', state: 'already' },
      { origin: 'transactions-3-3', state: 'accepted' },
    ],
  });
  expect(redrives.stored).toHaveLength(3);
});

test('a dry run judges as the real one does, and stores nothing', async () => {
  const { postJson, redrives } = await testGateway();
  const answer = await postJson('/v1/redrive/transactions?dry_run=true', [
    item(1),
    item(2, { amount: 'much' }),
    item(3, { created_at: '2020-01-01T00:00:00Z' }),
  ]);
  expect(answer.statusCode).toBe(207);
  expect(answer.json()).toMatchObject({
    accepted: 2,
    rejected: 1,
    dry_run: true,
    errors: [{ index: 1, path: '/amount' }],
    warnings: [{ index: 2, path: '/created_at' }],
  });
  expect(redrives.stored).toEqual([]);
});

test.each([
  ['an origin that is none', '/v1/redrive/transactions', [{ origin: '../x', event: {} }], 400],
  ['no event', '/v1/redrive/transactions', [{ origin: 'transactions-0-1' }], 400],
  ['an empty list', '/v1/redrive/transactions', [], 400],
  ['too many', '/v1/redrive/transactions', Array.from({ length: 1_001 }, (_, i) => item(i)), 400],
  ['nothing valid', '/v1/redrive/transactions', [item(1, { amount: null })], 400],
  ['no such stream', '/v1/redrive/nothing', [item(1)], 404],
  ['no such run', '/v1/redrive/transactions?run=zzzz9999', [item(1)], 404],
  ['a strange dry_run', '/v1/redrive/transactions?dry_run=yes', [item(1)], 400],
])('%s is answered in words', async (_what, url, body, status) => {
  const { postJson, redrives } = await testGateway();
  const answer = await postJson(url, body);
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(redrives.stored).toEqual([]);
});
