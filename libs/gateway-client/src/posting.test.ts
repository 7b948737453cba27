import { readPosting } from './posting.ts';

const answer = (status: number, body: unknown, retryAfterMs?: number) =>
  readPosting({ status, body, retryAfterMs });

test('all, some or none accepted: the gateway has decided', () => {
  const errors = [{ index: 3, line: 4, path: '/ts', message: 'is missing' }];
  expect(answer(202, { accepted: 5, rejected: 0 })).toMatchObject({
    kind: 'answered',
    accepted: 5,
    errors: [],
  });
  expect(answer(207, { accepted: 4, rejected: 1, errors })).toMatchObject({
    rejected: 1,
    errors: [{ index: 3, path: '/ts', message: 'is missing' }],
  });
  const problem = { type: 'urn:weir:problem:invalid-events', title: 'x', accepted: 0, rejected: 1, errors };
  expect(answer(400, problem)).toMatchObject({ kind: 'answered', accepted: 0, rejected: 1 });
});

test('warnings are counted, those that the answer leaves out too', () => {
  const warnings = [{ index: 0, path: '/ts', message: 'too old' }];
  expect(answer(202, { accepted: 5, rejected: 0, warnings, warnings_omitted: 4 })).toMatchObject({
    warned: 5,
    warnings: ['/ts too old'],
  });
});

test.each([
  ['the queue is full', 503, { type: 'urn:weir:problem:queue-full', detail: 'full' }, false],
  ['part of it is stored', 503, { type: 'urn:weir:problem:queue-full', accepted: 3 }, true],
  ['Kafka does not answer', 503, { type: 'urn:weir:problem:broker-unavailable' }, true],
  ['it is not ready', 503, { type: 'urn:weir:problem:not-ready' }, false],
  ['too many requests', 429, {}, false],
  ['a proxy in between gave up', 504, '<html>', true],
])('%s: try again, and say whether events may come twice', (_what, status, body, isUnclear) => {
  expect(answer(status, body, 2_000)).toMatchObject({ kind: 'busy', retryAfterMs: 2_000, isUnclear });
});

test('what trying again cannot mend is refused, with what the gateway said', () => {
  expect(answer(404, { title: 'No such stream', detail: 'there is no stream x' })).toEqual({
    kind: 'refused',
    status: 404,
    why: 'there is no stream x',
  });
  expect(answer(413, { detail: 'at most 32 MB' })).toEqual({ kind: 'too-large', why: 'at most 32 MB' });
  expect(answer(500, '')).toMatchObject({ kind: 'refused', why: 'status 500' });
});
