import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@weir/testing';
import { startWholePath, type WholePath } from './support/whole-path.ts';

// The whole path on a stack of its own, since the aggregator is killed here: command line → gateway → Kafka →
// aggregator → Kafka → ClickHouse, and the dashboard's API. Every number is compared with one known beforehand.
const count = 100_000;
let system: WholePath;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weir-exact-'));
  system = await startWholePath();
}, 120_000);

afterAll(async () => {
  await system?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** One row of a query, as numbers. */
async function row(sql: string): Promise<Record<string, number>> {
  const [first] = await system.clickhouse.query<Record<string, string | number>>(sql);
  return Object.fromEntries(Object.entries(first ?? {}).map(([name, value]) => [name, Number(value)]));
}

const total = (metric: string, column = 'value') =>
  row(
    `SELECT sum(${column}) AS total, min(final) AS final FROM series WHERE stream = 'transactions' AND metric = '${metric}'`,
  );

test('100,000 transactions by 10 lanes, the aggregator killed twice in the middle: every number is exact', async () => {
  // 20 seconds at least, so that both kills fall into the middle.
  const generating = system.weir(
    ...['generate', 'transactions', '--count', String(count), '--parallel', '10', '--rate', '5000', '--json'],
  );
  const counted = async () => (await total('count'))['total'] ?? 0;
  for (let kill = 0; kill < 2; kill += 1) {
    const before = await counted();
    const goesOn = (now: number) => now > before || now === count;
    await waitFor(async () => goesOn(await counted()), {
      timeoutMs: 60_000,
      what: 'counting to go on',
    });
    system.aggregator.kill('SIGKILL');
    await system.aggregator.restart();
  }
  const generated = await generating;
  expect(generated).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(generated.stdout)).toMatchObject({ accepted: count, rejected: 0 });

  const known = { total: count, final: 1 };
  await waitFor(async () => JSON.stringify(await total('count')) === JSON.stringify(known), {
    timeoutMs: 40_000,
    what: `${count} transactions in final windows`,
  });
  expect(await total('count', 'events')).toMatchObject({ total: count });
  expect(await total('income')).toEqual({ total: 5_500_000, final: 1 });
  expect(await total('income_by_user')).toEqual({ total: 5_500_000, final: 1 });
  expect(await row('SELECT count() AS n FROM events_transactions FINAL')).toEqual({ n: count });
  const minutes = `FROM series WHERE stream = 'transactions' AND metric = 'users_1m'`;
  expect(await row(`SELECT min(value) AS least, max(value) AS most ${minutes}`)).toEqual({
    least: 10,
    most: 10,
  });
  expect(await row("SELECT count() AS n FROM rejected WHERE stream = 'transactions'")).toEqual({ n: 0 });

  const url = `${system.dashboard.url}/api/series?stream=transactions&metric=income&from=${Date.now() - 3_600_000}&to=${Date.now() + 60_000}&step=3000`;
  const { points } = (await (await fetch(url)).json()) as { points: { value: string | number | null }[] };
  expect(points.reduce((sum, { value }) => sum + Number(value ?? 0), 0)).toBe(5_500_000);
}, 180_000);

test('100,000 shuffled frames from a file: per-second counts and per-minute uniques equal a brute-force count', async () => {
  const file = join(folder, 'stream.jsonl');
  const args = ['--count', String(count), '--users', '5000', '--shuffle', '4000', '--seed', '7'];
  const start = '2026-01-31T12:00:00Z';
  expect(
    await system.weir('generate', 'frames', ...args, '--start', start, '--rate', '900', '--out', file),
  ).toMatchObject({ exitCode: 0 });

  const seconds = new Map<number, number>();
  const secondUsers = new Map<number, Set<string>>();
  const minuteUsers = new Map<number, Set<string>>();
  const addTo = (users: Map<number, Set<string>>, time: number, uid: string) =>
    users.set(time, (users.get(time) ?? new Set()).add(uid));
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const { ts, uid } = JSON.parse(line) as { ts: number; uid: string };
    const second = Math.floor(ts);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
    addTo(secondUsers, second, uid);
    addTo(minuteUsers, second - (second % 60), uid);
  }
  expect([...seconds.values()].reduce((a, b) => a + b)).toBe(count);
  expect(minuteUsers.size).toBeGreaterThanOrEqual(2);

  const loading = system.weir('load', file, '--stream', 'frames', '--json');
  const runRows = `FROM series WHERE stream = 'frames' AND run_id != ''`;
  await waitFor(async () => (await row(`SELECT count() AS n ${runRows}`))['n'], { timeoutMs: 30_000 });
  system.aggregator.kill('SIGKILL');
  await system.aggregator.restart();
  expect(await loading).toMatchObject({ exitCode: 0 });

  await waitFor(
    async () => {
      const { n, final } = await row(
        `SELECT sum(value) AS n, min(final) AS final ${runRows} AND metric = 'count'`,
      );
      return n === count && final === 1;
    },
    { timeoutMs: 40_000, what: 'all frames in final windows' },
  );
  const stored = async (metric: string) =>
    new Map(
      (
        await system.clickhouse.query<{ second: number; value: number }>(
          `SELECT toUnixTimestamp(window_start) AS second, toUInt64(value) AS value ${runRows} AND metric = '${metric}'`,
        )
      ).map(({ second, value }) => [Number(second), Number(value)]),
    );
  const sizes = (users: Map<number, Set<string>>) =>
    new Map([...users].map(([time, set]) => [time, set.size]));
  const sorted = (values: Map<number, number>) => [...values].sort(([a], [b]) => a - b);
  expect(sorted(await stored('count'))).toEqual(sorted(seconds));
  expect(sorted(await stored('users_1s'))).toEqual(sorted(sizes(secondUsers)));
  expect(sorted(await stored('users_1m'))).toEqual(sorted(sizes(minuteUsers)));
}, 180_000);
