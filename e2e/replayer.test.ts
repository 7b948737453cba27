import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clickhouse } from '@weir/clickhouse';
import { hourKey, marketByName, type Market } from '@weir/markets';
import { startApp, waitFor, type TestApp } from '@weir/testing';
import { clickhouseAsOwner } from './support/clickhouse-as-owner.ts';
import { cellsOf, linesOf } from './support/market-rows.ts';
import { runWeir } from './support/run-weir.ts';
import { startS3, type S3Server } from './support/s3-server.ts';

// Market data as its users have them: a bucket (a real S3-compatible server), the replayer, the gateway, the windows.
// Two hours of a day here, the whole day with WEIR_SOAK=1.
const soak = process.env['WEIR_SOAK'] === '1';
const xetra = marketByName('xetra') as Market;
const date = '2018-02-01';
let folder: string;
let s3: S3Server;
let replayer: TestApp;
let clickhouse: Clickhouse;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weir-replayer-'));
  s3 = await startS3('xetra');
  replayer = await startApp('replayer', {
    WEIR_DATA: join(folder, 'data'),
    XETRA_BUCKET_URL: s3.url,
    EUREX_BUCKET_URL: 'http://127.0.0.1:9/eurex',
    BUCKET_PAGE_SIZE: '2',
  });
  clickhouse = clickhouseAsOwner();
}, 120_000);

afterAll(async () => {
  await clickhouse?.close();
  await replayer?.stop();
  s3?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Dataset {
  readonly id: string;
  readonly state: string;
  readonly error: string | null;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
}

interface Replay {
  readonly id: string;
  readonly state: string;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly speed: number | string;
  readonly message: string | null;
}

async function call<T>(path: string, body?: object): Promise<{ status: number; body: T }> {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = await fetch(replayer.url + path, body === undefined ? {} : post);
  return { status: answer.status, body: (await answer.json()) as T };
}

async function fetched(market: string, day: string): Promise<Dataset> {
  const { status, body } = await call<Dataset>('/v1/datasets', { market, date: day });
  expect({ status, id: body.id }).toEqual({ status: 202, id: `${market}-${day}` });
  return waitFor(
    async () => {
      const { body: now } = await call<Dataset>(`/v1/datasets/${body.id}`);
      return now.state === 'ready' || now.state === 'failed' ? now : undefined;
    },
    { timeoutMs: 60_000 },
  );
}

const replayAt = (id: string, wanted: (replay: Replay) => boolean) =>
  waitFor(
    async () => {
      const { body } = await call<Replay>(`/v1/replays/${id}`);
      if (body.state === 'failed') throw new Error(body.message ?? 'failed');
      return wanted(body) ? body : undefined;
    },
    { timeoutMs: soak ? 300_000 : 90_000 },
  );

/** The made-up day's hourly files by hour; without soak only some hours have trading. */
async function bucketDay(): Promise<string[]> {
  const made = await runWeir(['generate', 'xetra', '--date', date, '--dir', join(folder, 'made'), '--json']);
  expect(made).toMatchObject({ exitCode: 0 });
  const hours = Array.from({ length: 24 }, (_, hour) =>
    readFileSync(join(folder, 'made', hourKey(xetra, date, hour)), 'utf8'),
  );
  const header = hours[0] ?? '';
  expect(header).toHaveLength(136);
  if (soak) return hours;
  return hours.map((text, hour) =>
    hour === 7 || hour === 8 ? linesOf(text).slice(0, 4_001).join('\n') : header,
  );
}

/** Open, high, low, close, volume, trades by ticker and minute, by a plain pass over the lines. */
function bruteForce(lines: readonly string[]): Map<string, string[]> {
  const bars = new Map<string, string[]>();
  for (const line of lines) {
    const [, mnemonic = '', , , , , day = '', time = '', open, high, low, close, volume, trades] =
      cellsOf(line);
    const key = `${mnemonic} ${day}T${time}:00.000Z`;
    if (bars.has(key)) throw new Error(`${key} is there twice`);
    bars.set(
      key,
      [open, high, low, close, volume, trades].map((cell) => String(Number(cell))),
    );
  }
  return bars;
}

test('a day is listed page by page, fetched under both names of its files, and joined under one header', async () => {
  const hours = await bucketDay();
  for (const [hour, text] of hours.entries()) {
    const key = hourKey(xetra, date, hour);
    await s3.put(hour === 8 ? key.replaceAll('_', '-') : key, text);
  }
  await s3.put(`${date}/index.html`, 'no data');
  const dataset = await fetched('xetra', date);
  expect(dataset).toMatchObject({ state: 'ready', error: null, files: 24 });
  const file = readFileSync(join(folder, 'data/datasets', `xetra-${date}.csv`), 'utf8');
  const expected = [linesOf(hours[0] ?? '')[0], ...hours.flatMap((text) => linesOf(text).slice(1))];
  expect(linesOf(file).join('\n') === expected.join('\n')).toBe(true);
  expect(dataset).toMatchObject({ rows: expected.length - 1, bytes: file.length });
  expect((await call<Dataset>('/api/download-date', { market: 'xetra', date })).body.state).toBe('ready');
});

test('a bucket that is gone, a date without files and one without trades are said in words', async () => {
  const quiet = '2018-02-03';
  for (let hour = 0; hour < 3; hour += 1) await s3.put(hourKey(xetra, quiet, hour), 'Time');
  expect((await fetched('eurex', date)).error).toMatch(
    /127\.0\.0\.1:9\/eurex cannot be reached.*EUREX_BUCKET_URL/,
  );
  expect((await fetched('xetra', '2018-02-04')).error).toMatch(
    /has no files of XETRA for 2018-02-04 \(a weekend\)/,
  );
  const header = linesOf((await bucketDay())[0] ?? '')[0] ?? '';
  for (let hour = 0; hour < 3; hour += 1) await s3.put(hourKey(xetra, quiet, hour), `${header}\r\n`);
  expect((await fetched('xetra', quiet)).error).toMatch(/nothing was traded.*all 3 files/);
  expect((await call('/v1/datasets', { market: 'xetra', date: '2018-02-31' })).status).toBe(400);
  expect((await call('/v1/datasets', { market: 'nyse', date })).status).toBe(400);
  expect((await call('/v1/replays', { dataset: '../../etc/passwd' })).status).toBe(404);
});

test('killed in the middle, a replay goes on at its row: nothing lost, nothing doubled, bad rows named', async () => {
  const file = join(folder, 'data/datasets', `xetra-${date}.csv`);
  const lines = linesOf(readFileSync(file, 'utf8'));
  const bad = new Map([
    [100, '"torn'],
    [3_000, (lines[2_999] ?? '').replace(/,\d{4}-/, ',x-')],
  ]);
  const mended = lines.map((line, index) => bad.get(index + 1) ?? line);
  writeFileSync(join(folder, 'data/datasets', 'with-bad-rows.csv'), `${mended.join('\r\n')}\r\n`);

  const { status, body: started } = await call<Replay>('/v1/replays', {
    dataset: 'with-bad-rows',
    speed: 'max',
  });
  expect(status).toBe(201);
  await replayAt(started.id, ({ rows }) => rows > 0);
  replayer.kill('SIGKILL');
  await replayer.restart();
  const done = await replayAt(started.id, ({ state }) => state === 'finished');
  expect(done).toMatchObject({ rows: lines.length - 1, accepted: lines.length - 3, rejected: 2 });
  const { body: report } = await call<{ rejected: { line: number }[] }>(`/v1/replays/${started.id}/rejected`);
  expect(report.rejected.map(({ line }) => line)).toEqual([...bad.keys()]);

  const good = lines.filter((_, index) => index > 0 && !bad.has(index + 1));
  const stored = async () => {
    const rows = await clickhouse.query<{ n: string }>(
      'SELECT toString(count()) AS n FROM events_xetra FINAL WHERE run_id = {run:String}',
      { run: started.id },
    );
    return Number(rows[0]?.n) >= good.length ? Number(rows[0]?.n) : undefined;
  };
  expect(await waitFor(stored, { timeoutMs: 90_000 })).toBe(good.length);

  const expected = bruteForce(good);
  interface Bar {
    readonly mnemonic: string;
    readonly minute: string;
    readonly open: string;
    readonly high: string;
    readonly low: string;
    readonly close: string;
    readonly volume: string;
    readonly trades: number;
    readonly final: boolean;
  }
  const bars = await waitFor(
    async () => {
      const { body } = await call<{ bars: Bar[] }>(`/v1/bars?market=xetra&date=${date}&run=${started.id}`);
      const isAll = body.bars.length >= expected.size && body.bars.every((bar) => bar.final);
      return isAll ? body.bars : undefined;
    },
    { timeoutMs: 120_000 },
  );
  expect(bars).toHaveLength(expected.size);
  const wrong = bars.filter(({ mnemonic, minute, open, high, low, close, volume, trades }) => {
    const values = [open, high, low, close, volume, trades].map((value) => String(Number(value)));
    return values.join() !== expected.get(`${mnemonic} ${minute}`)?.join();
  });
  expect(wrong).toEqual([]);
});

test('a replay is paused, sped up, resumed and stopped', async () => {
  const { body } = await call<Replay>('/v1/replays', { dataset: `xetra-${date}`, speed: 1 });
  const { id } = body;
  await replayAt(id, ({ rows }) => rows > 0);
  expect((await call<Replay>(`/v1/replays/${id}/pause`, {})).body.state).toBe('paused');
  const { rows } = (await call<Replay>(`/v1/replays/${id}`)).body;
  expect((await call<Replay>(`/v1/replays/${id}/speed`, { speed: 1_000 })).body.speed).toBe(1_000);
  expect((await call(`/v1/replays/${id}/speed`, { speed: 0 })).status).toBe(400);
  expect((await call<Replay>(`/v1/replays/${id}`)).body).toMatchObject({ state: 'paused', rows });
  expect((await call<Replay>(`/v1/replays/${id}/resume`, {})).body.state).toBe('running');
  await replayAt(id, (replay) => replay.rows > rows);
  expect((await call<Replay>(`/v1/replays/${id}/stop`, {})).body.state).toBe('stopped');
  expect((await call(`/v1/replays/${id}/resume`, {})).status).toBe(409);
});
