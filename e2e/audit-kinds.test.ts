import { auditStream, auditWindow, isClean, type AuditReport } from '@weir/audit';
import type { Clickhouse } from '@weir/clickhouse';
import type { StreamDefinition } from '@weir/streams';
import { uniqueName } from '@weir/testing';
import { storeJudgedLog, type Judged } from './support/audited-log.ts';
import { auditedStream, auditedTable } from './support/audited-stream.ts';
import { clickhouseAsOwner } from './support/clickhouse-as-owner.ts';
import { randomSales } from './support/random-sales.ts';

// Every kind of metric, on the real ClickHouse: the windowing core judges a random log, and the audit's SQL, which
// shares no code with it, must come to the same numbers, and must notice each thing that is then spoilt.
let clickhouse: Clickhouse;
let stream: StreamDefinition;
let judged: Judged;
const now = Date.now();

const audit = (only?: string, maxRows = 10_000): Promise<AuditReport> =>
  auditStream(clickhouse, {
    stream,
    metrics: stream.metrics.filter(({ name }) => only === undefined || name === only),
    settleMs: 20_000,
    nowMs: now,
    findings: { windows: 50, events: 20 },
    maxRows,
    storedWithinMs: 600,
  });

beforeAll(async () => {
  clickhouse = clickhouseAsOwner();
  stream = auditedStream(uniqueName('sales').replace('-', '_'));
  await clickhouse.command(auditedTable(stream.name));
  judged = await storeJudgedLog(clickhouse, stream, randomSales(2_000, now), 10);
});

afterAll(async () => {
  await clickhouse.command(`DROP TABLE events_${stream.name}`);
  await clickhouse.close();
});

/** Metrics that judge every event, once: their late events can be counted by hand. */
const judgeAll = ['sales', 'stores', 'turnover', 'least', 'closing', 'mass', 'by_channel', 'by_note'];

test('every kind of metric, with groups, items, late, ahead and copied events, comes out as the core published it', async () => {
  const report = await audit();
  expect(report.findings).toEqual([]);
  expect(isClean(report)).toBe(true);
  for (const { windows, equal, explained, provisional, waiting, late } of report.metrics) {
    expect(windows).toBe(equal + explained);
    for (const count of [equal, explained, provisional, waiting, late]) expect(count).toBeGreaterThan(0);
  }
  const byName = new Map(report.metrics.map((metric) => [metric.metric, metric]));
  for (const name of judgeAll) expect([name, byName.get(name)?.late]).toEqual([name, judged.late[name]]);
  expect(byName.get('sales')?.ahead).toBe(judged.aheadForGood);
  expect(byName.get('by_both')?.other).toBeGreaterThan(20);
  expect(byName.get('by_channel')?.other).toBe(0);
  const copies = report.log?.reduce((sum, { withoutEvent }) => sum + withoutEvent, 0);
  expect(copies).toBe(judged.copies);
}, 240_000);

test('cut into many slices, the counts are the same', async () => {
  const [whole] = (await audit('turnover')).metrics;
  const [sliced] = (await audit('turnover', 200)).metrics;
  expect(sliced).toEqual(whole);
}, 60_000);

test('one window tells what became of each of its events, and where they lie in the log', async () => {
  const metric = stream.metrics.find(({ name }) => name === 'turnover');
  if (metric === undefined) throw new Error('no metric');
  const [busiest] = await clickhouse.query<{ win: string; stored: string; late: string }>(
    `SELECT intDiv(toUnixTimestamp64Milli(at), 3000) * 3000 AS win, count() AS stored,
         countIf(concat({topic:String}, '-', toString(_partition), '-', toString(_offset)) IN (
             SELECT origin FROM rejected WHERE stream = {stream:String} AND match(detail, 'turnover'))) AS late
     FROM events_${stream.name} FINAL WHERE run_id = ''
     GROUP BY win HAVING late > 0 ORDER BY late DESC, win LIMIT 1`,
    { stream: stream.name, topic: stream.topic },
  );
  const windowStartMs = Number(busiest?.win);
  const question = { stream, metric, run: '', group: '', windowStartMs, settleMs: 20_000, nowMs: now };
  const window = await auditWindow(clickhouse, question);
  expect(window).toMatchObject({ verdict: 'explained', reasons: [], late: Number(busiest?.late) });
  expect(window.recomputed).toEqual({ value: window.published?.value, events: window.published?.events });
  const { late, ahead, waiting } = window;
  expect(window.recomputed.events + late + ahead + waiting).toBe(Number(busiest?.stored));
  expect(window.rejected).toBe(late + ahead);
  expect(window.duplicates).toHaveProperty('atMost');
  expect(window.partitions.length).toBeGreaterThan(1);
  const nothing = await auditWindow(clickhouse, { ...question, windowStartMs: 3_000 });
  expect(nothing).toMatchObject({ verdict: 'empty', published: undefined, partitions: [] });
}, 60_000);

/** A window of `sales` that is settled, of live traffic, with one event in one partition that counts in it. */
async function someEvent(nth: number): Promise<{ id: string; part: number; off: number; win: number }> {
  const [row] = await clickhouse.query<Record<'id' | 'part' | 'off' | 'win', string>>(
    `SELECT sale_id AS id, _partition AS part, _offset AS off, intDiv(toUnixTimestamp64Milli(at), 1000) * 1000 AS win
     FROM events_${stream.name} FINAL
     WHERE run_id = '' AND (_partition, _offset) IN (
         SELECT partition, intDiv(revision, 2) FROM windows FINAL
         WHERE stream = {stream:String} AND metric = 'sales' AND final AND events > 1)
     ORDER BY _offset LIMIT 1 OFFSET {nth:UInt32}`,
    { stream: stream.name, nth },
  );
  if (row === undefined) throw new Error('the log has too few events');
  return { id: row.id, part: Number(row.part), off: Number(row.off), win: Number(row.win) };
}

async function findingAt(windowStartMs: number, run = '') {
  const { findings } = await audit('sales');
  return findings.find((one) => one.windowStartMs === windowStartMs && one.runId === run);
}

test('a changed value is found, with the difference', async () => {
  const { part, win } = await someEvent(5);
  await clickhouse.command(
    `INSERT INTO windows SELECT * REPLACE (value + 2.5 AS value, revision + 2 AS revision) FROM windows FINAL
     WHERE stream = {stream:String} AND metric = 'sales' AND run_id = '' AND partition = {part:UInt32}
         AND window_start = fromUnixTimestamp64Milli({win:Int64}, 'UTC')`,
    { stream: stream.name, part, win },
  );
  expect(await findingAt(win)).toMatchObject({ difference: '2.5', differenceEvents: 0 });
}, 60_000);

test('a raw event that is gone is found, with its place in the log', async () => {
  const { id, part, off, win } = await someEvent(15);
  await clickhouse.command(`DELETE FROM events_${stream.name} WHERE sale_id = {id:String}`, { id });
  const finding = await findingAt(win);
  expect(finding).toMatchObject({ difference: '1', differenceEvents: 1 });
  expect(finding?.withoutEvent).toContain(`${part}-${off}`);
}, 60_000);

test('a published window that is gone is found, with the events that it would count', async () => {
  const { id, part, win } = await someEvent(25);
  await clickhouse.command(
    `DELETE FROM windows WHERE stream = {stream:String} AND metric = 'sales' AND run_id = ''
         AND partition = {part:UInt32} AND window_start = fromUnixTimestamp64Milli({win:Int64}, 'UTC')`,
    { stream: stream.name, part, win },
  );
  const finding = await findingAt(win);
  expect(finding?.reasons.join()).toMatch(/events in time, but not counted/);
  expect(finding?.events).toContainEqual(expect.objectContaining({ id, fate: 'in time, but not counted' }));
}, 60_000);

test('a dead letter that calls a counted event late is found', async () => {
  const { id, part, off, win } = await someEvent(35);
  await clickhouse.command(
    `INSERT INTO rejected (stream, reason, detail, origin, at, _appended_at)
     SELECT {stream:String}, 'late', 'too late for sales', {origin:String}, _appended_at, _appended_at
     FROM events_${stream.name} FINAL WHERE sale_id = {id:String} LIMIT 1`,
    { stream: stream.name, origin: `${stream.topic}-${part}-${off}`, id },
  );
  const finding = await findingAt(win);
  expect(finding?.events).toContainEqual(expect.objectContaining({ id, fate: 'counted although late' }));
}, 60_000);

test('a late event without a dead letter is found', async () => {
  const [late] = await clickhouse.query<{ origin: string; win: string; run: string }>(
    `SELECT r.origin AS origin, e.run_id AS run, intDiv(toUnixTimestamp64Milli(e.at), 1000) * 1000 AS win
     FROM rejected AS r INNER JOIN events_${stream.name} AS e
         ON r.origin = concat({topic:String}, '-', toString(e._partition), '-', toString(e._offset))
     WHERE r.stream = {stream:String} AND r.reason = 'late' AND position(r.detail, 'sales') > 0
     ORDER BY e._offset LIMIT 1`,
    { stream: stream.name, topic: stream.topic },
  );
  await clickhouse.command(
    'DELETE FROM rejected WHERE stream = {stream:String} AND origin = {origin:String}',
    {
      stream: stream.name,
      origin: late?.origin,
    },
  );
  const finding = await findingAt(Number(late?.win), late?.run);
  expect(finding?.reasons).toContain('1 event late, but no dead letter tells so');
}, 60_000);

test('a record that the aggregator refused counts nowhere, as its dead letter tells', async () => {
  const values = `'refused', 'store', fromUnixTimestamp64Milli({at:Int64}, 'UTC'), 'no run id!', 0, 900000,
      fromUnixTimestamp64Milli({at:Int64}, 'UTC')`;
  const columns = 'sale_id, store, at, run_id, _partition, _offset, _appended_at';
  const at = now - 600_000;
  await clickhouse.command(`INSERT INTO events_${stream.name} (${columns}) VALUES (${values})`, { at });
  const start = at - (at % 1_000);
  expect((await findingAt(start, 'no run id!'))?.reasons).toEqual(['1 event in time, but not counted']);
  await clickhouse.command(
    `INSERT INTO rejected (stream, reason, detail, origin, at, _appended_at) VALUES ({stream:String}, 'undecodable',
         'header run: "no run id!" is no run id', {origin:String}, fromUnixTimestamp64Milli({at:Int64}, 'UTC'), now64(3))`,
    { stream: stream.name, origin: `${stream.topic}-0-900000`, at },
  );
  const report = await audit('sales');
  expect(report.metrics).toMatchObject([{ refused: 1 }]);
  expect(report.findings.filter(({ runId }) => runId === 'no run id!')).toEqual([]);
}, 60_000);

test('a metric that was added later has no windows for what came before, and that is no difference', async () => {
  const before = (await audit('least')).metrics[0];
  const rows = "stream = {stream:String} AND metric = 'least'";
  const parameters = { stream: stream.name };
  await clickhouse.command(
    `INSERT INTO windows SELECT * REPLACE ('kept' AS metric, _appended_at + INTERVAL 2 HOUR AS _appended_at)
     FROM (SELECT * FROM windows FINAL WHERE ${rows} AND window_start >= now() - INTERVAL 5 MINUTE)`,
    parameters,
  );
  await clickhouse.command(`DELETE FROM windows WHERE ${rows}`, parameters);
  await clickhouse.command(
    "INSERT INTO windows SELECT * REPLACE ('least' AS metric) FROM (SELECT * FROM windows WHERE stream = {stream:String} AND metric = 'kept')",
    parameters,
  );
  const [after] = (await audit('least')).metrics;
  expect(after?.older).toBeGreaterThan(20);
  expect(after?.late).toBe(before?.late);
  // What the tests above have spoilt is found as before.
  expect(after?.unexplained).toBeLessThanOrEqual(before?.unexplained ?? 0);
  expect(after?.windows).toBeLessThan(before?.windows ?? 0);
}, 60_000);
