import { connectionOf } from './connection.ts';

const up = { up: true, since: 1 };
const down = { up: false, since: 5, detail: 'ClickHouse does not answer.' };

test.each([
  [{ kind: 'connecting', since: 1 }, undefined, { state: 'connecting' }],
  [{ kind: 'open', since: 2 }, up, { state: 'live', since: 2 }],
  [{ kind: 'open', since: 2 }, down, { state: 'stale', since: 5, detail: 'ClickHouse does not answer.' }],
  [{ kind: 'lost', since: 7 }, down, { state: 'reconnecting', since: 7 }],
] as const)('%j and %j make %j', (link, source, expected) => {
  expect(connectionOf(link, source)).toMatchObject(expected);
});
