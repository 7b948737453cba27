import { Problem, problemAnswer } from './problem.ts';

const table = {
  'no-key': { status: 401, title: 'A key is needed', authenticate: 'Bearer realm="weir"' },
  away: { status: 503, title: 'It does not answer', retryAfterSeconds: 2 },
};

test('a problem becomes the answer that the table says, with its own members', () => {
  const { status, headers, body } = problemAnswer(
    table,
    new Problem('away', 'no reply', { accepted: 3 }),
    'r1',
  );
  expect(status).toBe(503);
  expect(headers).toEqual({ 'content-type': 'application/problem+json; charset=utf-8', 'retry-after': '2' });
  expect(JSON.parse(body)).toEqual({
    type: 'urn:weir:problem:away',
    title: 'It does not answer',
    status: 503,
    detail: 'no reply',
    request_id: 'r1',
    accepted: 3,
  });
});

test('a 401 carries its challenge', () => {
  const { headers } = problemAnswer(table, new Problem('no-key', ''), 'r2');
  expect(headers).toMatchObject({ 'www-authenticate': 'Bearer realm="weir"' });
  expect(headers).not.toHaveProperty('retry-after');
});
