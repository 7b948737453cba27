/// <reference lib="dom" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headerOf, hourKey, marketByName, type Market } from '@weir/markets';
import { startApp, waitFor, type TestApp } from '@weir/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, openPage, screenshot } from './browser.ts';
import { firstLoad } from './support/first-load.ts';
import { cellsOf, linesOf, textOf, xetraRow, type XetraRow } from './support/market-rows.ts';
import { runWeir } from './support/run-weir.ts';
import { startS3, type S3Server } from './support/s3-server.ts';
import { violations } from './support/violations.ts';

// Source E by mouse, on the shared stack: a bucket (a real S3-compatible server), a replayer with a folder of its own, a
// dashboard in front of it. What the page says is compared with a plain pass over the file.
const xetra = marketByName('xetra') as Market;
const eurex = marketByName('eurex') as Market;
const date = '2018-02-01';
const slow = { timeout: 120_000 };
const patient = { timeoutMs: 120_000, intervalMs: 250 };
let folder: string;
let s3: S3Server;
let replayer: TestApp;
let dashboard: TestApp;
let browser: Browser;
/** Rows of the day without the header, as the bucket has them. */
let lines: string[];

// Enough rows for a market, few enough for a test: the first of each of these hours; the whole day with WEIR_SOAK=1.
const soak = process.env['WEIR_SOAK'] === '1';
const hours = [7, 8, 9];
const rowsAnHour = 900;

async function fillBucket(): Promise<void> {
  const made = await runWeir(['generate', 'xetra', '--date', date, '--dir', join(folder, 'made'), '--json']);
  expect(made).toMatchObject({ exitCode: 0 });
  lines = [];
  for (let hour = 0; hour < 24; hour += 1) {
    const key = hourKey(xetra, date, hour);
    const all = linesOf(readFileSync(join(folder, 'made', key), 'utf8'));
    const kept = soak ? all.slice(1) : hours.includes(hour) ? all.slice(1, rowsAnHour + 1) : [];
    lines.push(...kept);
    await s3.put(key, [headerOf(xetra), ...kept, ''].join('\n'));
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weir-markets-'));
  s3 = await startS3('xetra');
  await fillBucket();
  replayer = await startApp('replayer', { WEIR_DATA: join(folder, 'data'), XETRA_BUCKET_URL: s3.url });
  dashboard = await startApp('dashboard', { REPLAYER_URL: replayer.url });
  browser = await launchBrowser();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
  await replayer?.stop();
  s3?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, text: readonly string[]) =>
  writeFileSync(join(folder, 'data/datasets', `${name}.csv`), `${text.join('\n')}\n`);
const open = (query: string, options: Parameters<typeof openPage>[2] = {}) =>
  openPage(browser, `${dashboard.url}/markets${query}`, options);
const replayIn = (page: Page, state: string) => page.locator(`[data-replay][data-state="${state}"]`).first();
const inReader = (text: string, least: number) =>
  new Intl.NumberFormat('en-GB', { minimumFractionDigits: least, maximumFractionDigits: 4 }).format(
    text as `${number}`,
  );
const money = (units: bigint) => inReader(textOf(units), 2);
const whole = (units: bigint) => inReader(textOf(units), 0);
/** The cells of rows of a table, read at once. */
const cellsIn = (rows: Locator): Promise<string[][]> =>
  rows.evaluateAll((all) =>
    all.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.innerText.trim())),
  );

/** Waits until something is drawn on a chart: an empty canvas is a chart that failed. */
const drawn = (page: Page, chart: string) =>
  waitFor(
    () =>
      page.evaluate(`(() => {
        const canvas = document.querySelector('[data-chart="${chart}"] canvas');
        const { width, height } = canvas;
        const blank = Object.assign(document.createElement('canvas'), { width, height });
        return canvas.toDataURL() !== blank.toDataURL();
      })()`),
    { ...patient, what: `a drawn chart of ${chart}` },
  );

/** A picture of the whole page, in a window as tall as it: Chromium leaves canvases outside of its window empty. */
async function picture(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 1_360, height: 900 };
  await page.setViewportSize({ ...size, height: await page.evaluate('document.body.scrollHeight') });
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await screenshot(page, name);
  await page.setViewportSize(size);
}

/** First price, last price, shares, turnover and trades by ticker. */
function moversOf(rows: readonly XetraRow[]) {
  const found = new Map<
    string,
    { first: XetraRow; last: XetraRow; volume: bigint; turnover: bigint; trades: number }
  >();
  for (const row of rows) {
    const one = found.get(row.mnemonic) ?? { first: row, last: row, volume: 0n, turnover: 0n, trades: 0 };
    found.set(row.mnemonic, {
      first: one.first,
      last: row,
      volume: one.volume + row.volume,
      turnover: one.turnover + row.turnover,
      trades: one.trades + row.trades,
    });
  }
  return [...found]
    .map(([mnemonic, one]) => ({ mnemonic, ...one }))
    .sort((a, b) =>
      a.turnover === b.turnover ? (a.mnemonic < b.mnemonic ? -1 : 1) : a.turnover < b.turnover ? 1 : -1,
    );
}

test('a day is fetched, replayed and looked at by mouse; movers and bars are those of the file', async () => {
  const { page, complaints } = await open('');
  let scripts = 0;
  page.on('requestfinished', async (request) => {
    if (request.resourceType() === 'script') scripts += (await request.sizes()).responseBodySize;
  });
  await page.goto(`${dashboard.url}/markets?date=${date}`);
  const download = page.getByRole('button', { name: 'Download from the bucket' });
  await download.waitFor(slow);
  expect(scripts).toBeLessThan(200_000);
  await download.click();
  const start = page.getByRole('button', { name: 'Start the replay' });
  await start.waitFor(slow);
  await page.getByRole('button', { name: /\b1 February 2018, prepared$/ }).waitFor(slow);
  const file = page.locator(`[data-file="xetra-${date}"]`);
  expect((await cellsIn(file))[0]?.slice(0, 5)).toEqual([
    `xetra-${date}`,
    'XETRA',
    '1 Feb 2018',
    inReader(String(lines.length), 0),
    '14',
  ]);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('combobox', { name: 'Speed', exact: true }).selectOption('max');
  await start.click();
  await replayIn(page, 'finished').waitFor(slow);
  await page.waitForURL(/[?&]run=/, slow);
  const run = new URL(page.url()).searchParams.get('run') ?? '';
  expect(await page.locator(`[data-replay="${run}"] .replay-figures`).innerText()).toContain(
    `${inReader(String(lines.length), 0)} of ${inReader(String(lines.length), 0)} rows`,
  );

  const rows = lines.map(xetraRow);
  const expected = moversOf(rows);
  // A replay has ended before all of it is counted: the first answer that calls itself complete is.
  const settled = await waitFor(
    async () => {
      const query = `market=xetra&date=${date}&run=${run}&limit=1`;
      const answer = (await (await fetch(`${dashboard.url}/api/v1/movers?${query}`)).json()) as {
        progress: { accepted: number; counted: number; late: number; complete: boolean };
        totals: { trades: number; securities: number };
      };
      expect(answer.progress.accepted).toBe(lines.length);
      return answer.progress.complete && answer;
    },
    { ...patient, what: 'all of the replay to be counted' },
  );
  expect(settled).toMatchObject({
    progress: { counted: lines.length, late: 0, final: true },
    totals: { trades: rows.reduce((sum, row) => sum + row.trades, 0), securities: expected.length },
  });
  const known = await fetch(
    `${dashboard.url}/api/v1/bars?market=xetra&date=${date}&run=${run}&mnemonic=none`,
  );
  expect(await known.json()).toMatchObject({ run, progress: { complete: true }, bars: [] });
  const total = (name: string) => page.locator(`[data-total="${name}"] dd`);
  const trades = inReader(String(rows.reduce((sum, row) => sum + row.trades, 0)), 0);
  await waitFor(async () => (await total('trades').innerText()) === trades, patient);
  expect(await total('turnover').innerText()).toBe(money(rows.reduce((sum, row) => sum + row.turnover, 0n)));
  expect(await total('securities').innerText()).toBe(inReader(String(expected.length), 0));
  const table = page.locator('[data-mover]');
  const shown = await cellsIn(table);
  expect(
    shown.map(([name, first, last, , turnover, shares, count]) => [
      name,
      first,
      last,
      turnover,
      shares,
      count,
    ]),
  ).toEqual(
    expected
      .slice(0, 50)
      .map(({ mnemonic, first, last, turnover, volume, trades: count }) => [
        mnemonic,
        money(first.open),
        money(last.close),
        money(turnover),
        whole(volume),
        inReader(String(count), 0),
      ]),
  );
  for (const [i, [, , , change = '']] of shown.entries()) {
    const { first, last } = expected[i] ?? expected[0] ?? { first: rows[0], last: rows[0] };
    const percent = 100 * (Number(last?.close) / Number(first?.open) - 1);
    expect(Math.abs(Number(change.replace('%', '')) - percent)).toBeLessThan(0.011);
  }

  // The security with most minutes among the first: a click on it shows its chart.
  const minutesOf = (name: string) => rows.filter(({ mnemonic }) => mnemonic === name);
  const [busiest = ''] = expected
    .slice(1, 20)
    .map(({ mnemonic }) => mnemonic)
    .sort((a, b) => minutesOf(b).length - minutesOf(a).length);
  await page.locator(`[data-mover="${busiest}"] a`).click();
  await page
    .getByRole('heading', { name: `${busiest}: open, high, low and close`, exact: true })
    .waitFor(slow);
  expect(new URL(page.url()).searchParams.get('security')).toBe(busiest);
  await drawn(page, 'candles');
  await page.getByText('Every minute').click();
  const bars = page.locator('[data-minute]');
  const wanted = minutesOf(busiest)
    .reverse()
    .map(({ open: first, high, low, close, volume, turnover, trades: count }) => [
      ...[first, high, low, close].map(money),
      whole(volume),
      money(turnover),
      inReader(String(count), 0),
      'final',
    ]);
  await waitFor(
    async () => {
      const texts = await cellsIn(bars);
      return JSON.stringify(texts.map((cells) => cells.slice(1))) === JSON.stringify(wanted);
    },
    { ...patient, what: `the ${wanted.length} minutes of ${busiest} as the file has them, all final` },
  ).catch(async (error: unknown) => {
    await screenshot(page, 'markets-failed');
    throw error;
  });
  await page.getByText('Every minute').click();
  await drawn(page, 'candles');
  expect(await page.locator('[data-counting]').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await picture(page, 'markets');

  // A candle leads to the proof of its four prices, in its own run; one of five minutes by way of them.
  await page.getByRole('radio', { name: '5 min', exact: true }).click();
  await page.waitForURL(/[?&]step=5m/, slow);
  await page.locator('[data-chart="candles"] canvas').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  const [newest] = minutesOf(busiest).slice(-1);
  await page
    .getByRole('button', { name: /^Prove/ })
    .first()
    .click(slow);
  const published = page.locator('[data-audit="published"] dd');
  await published.waitFor(slow);
  expect(await published.innerText()).toBe(money(newest?.open ?? 0n));
  for (const metric of ['open', 'high', 'low', 'close']) {
    const verdict = page.locator(`[data-verdict-of="${metric}"]`);
    expect([metric, await verdict.getAttribute('data-verdict')]).toEqual([metric, 'equal']);
  }
  await page.getByRole('radio', { name: 'close', exact: true }).check();
  expect(await published.innerText()).toBe(money(newest?.close ?? 0n));
  expect(await violations(page)).toEqual([]);
  await picture(page, 'markets-proof');
  for (const _ of ['proof', 'minutes']) await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ ...slow, state: 'detached' });
  expect(complaints).toEqual([]);

  const shared = await openPage(browser, page.url(), { width: 400, dark: true });
  await shared.page
    .getByRole('heading', { name: `${busiest}: open, high, low and close`, exact: true })
    .waitFor(slow);
  await drawn(shared.page, 'volume');
  const tooWide = `[...document.querySelectorAll('main *')]
    .filter((one) => !one.closest('.scroll, .table-scroll') && one.getBoundingClientRect().right > 401)
    .map((one) => one.outerHTML.slice(0, 100))`;
  expect(await shared.page.evaluate(tooWide)).toEqual([]);
  expect(await shared.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
  expect(await violations(shared.page)).toEqual([]);
  await picture(shared.page, 'markets-dark-400');
  // With candles, bars and movers it is the page that takes the most script.
  const fresh = await firstLoad(browser, page.url(), '[data-chart="candles"] canvas');
  expect(await fresh.scriptBytes()).toBeLessThan(200_000);
  await fresh.page.context().close();
  const wide = await openPage(browser, page.url(), { dark: true });
  await drawn(wide.page, 'candles');
  await picture(wide.page, 'markets-dark');

  // The overview shows the top of the newest replay, with the same numbers.
  await wide.page.goto(dashboard.url);
  const top = wide.page.locator(`[data-top="xetra"][data-run="${run}"]`);
  await top.locator('[data-mover]').first().waitFor(slow);
  expect(await cellsIn(top.locator('[data-mover]'))).toEqual(shown.slice(0, 6));
  expect(await top.locator('.panel-figure data').innerText()).toBe(
    money(rows.reduce((sum, row) => sum + row.turnover, 0n)),
  );
  expect(await violations(wide.page)).toEqual([]);
  await picture(wide.page, 'overview-markets-dark');
  await top.locator('[data-mover] a').first().click();
  await wide.page.waitForURL(new RegExp(`/markets\\?.*run=${run}`), slow);
  for (const one of [page, shared.page, wide.page]) await one.context().close();
}, 300_000);

test('a replay is paused, outlives the replayer, is resumed, sped up and stopped by mouse', async () => {
  const { page } = await open(`?date=${date}`);
  await page.getByRole('combobox', { name: 'Speed', exact: true }).selectOption('1', slow);
  await page.getByRole('button', { name: 'Start the replay' }).click();
  const begun = page.locator('[data-replay][data-state="running"]');
  await begun.waitFor(slow);
  const id = (await begun.getAttribute('data-replay')) ?? '';
  const card = page.locator(`[data-replay="${id}"]`);
  const rowsOf = async () =>
    Number((await card.locator('.replay-figures').innerText()).replaceAll(',', '').match(/\d+/)?.[0]);
  await waitFor(async () => (await rowsOf()) > 0, patient);
  await card.getByRole('button', { name: /^Pause/ }).click();
  await card.getByRole('button', { name: /^Resume/ }).waitFor(slow);
  const at = await rowsOf();
  expect(await violations(page)).toEqual([]);

  replayer.kill('SIGKILL');
  await page
    .getByText(/The replayer does not answer at/)
    .first()
    .waitFor(slow);
  expect(await violations(page)).toEqual([]);
  await picture(page, 'markets-replayer-away');
  await replayer.restart();
  await page
    .getByText(/The replayer does not answer at/)
    .first()
    .waitFor({ ...slow, state: 'detached' });
  expect([await card.getAttribute('data-state'), await rowsOf()]).toEqual(['paused', at]);

  await card.getByRole('combobox', { name: /^Speed of/ }).selectOption('1000');
  await card.getByRole('button', { name: /^Resume/ }).click();
  await waitFor(async () => (await rowsOf()) > at, patient);
  await card.getByRole('combobox', { name: /^Speed of/ }).selectOption('1');
  await card.getByRole('button', { name: /^Stop/ }).click();
  await page.locator(`[data-replay="${id}"][data-state="stopped"]`).waitFor(slow);
  expect(await rowsOf()).toBeLessThan(lines.length);
  await page.context().close();
}, 300_000);

test('bad rows are named with their lines, and a file that is none says why', async () => {
  const bad = new Map([
    [100, '"torn'],
    [1_200, (lines[1_198] ?? '').replace(/,\d{4}-/, ',x-')],
  ]);
  const header = headerOf(xetra);
  put(
    'with-bad-rows',
    [header, ...lines].map((line, index) => bad.get(index + 1) ?? line),
  );
  put('no-currency', [header.replace('Currency,', ''), ...lines]);
  const { page, complaints } = await open(`?date=${date}`);
  await page
    .locator('[data-file="no-currency"]')
    .getByText(/the header lacks Currency/)
    .waitFor(slow);
  await page.getByRole('combobox', { name: 'Speed', exact: true }).selectOption('max');
  await page.getByRole('button', { name: 'Start with-bad-rows' }).click(slow);
  const card = page.locator('[data-replay][data-state="finished"]', { hasText: 'with-bad-rows' });
  await card.getByRole('button', { name: /^2 rejected/ }).click(slow);
  const report = page.getByRole('region', { name: /^Rejected rows of/ });
  await report.getByRole('row').nth(2).waitFor(slow);
  const rows = (await cellsIn(report.getByRole('row'))).slice(1);
  expect(rows.map(([line]) => line)).toEqual(['100', '1,200']);
  expect(rows[0]?.[2]).toMatch(/is no CSV/);
  expect(rows[1]?.[1]).toBe('traded_at');
  expect(await violations(page)).toEqual([]);
  await picture(page, 'markets-rejected');
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

test('EUREX shows contracts by segment as the file has them, and how to come by a day without a bucket', async () => {
  const made = await runWeir([
    'generate',
    'eurex',
    '--date',
    date,
    '--out',
    join(folder, 'eurex.csv'),
    '--json',
  ]);
  expect(made).toMatchObject({ exitCode: 0 });
  const rows = linesOf(readFileSync(join(folder, 'eurex.csv'), 'utf8')).slice(1, 1_501);
  const { page, complaints } = await open(`?market=eurex&date=${date}`);
  await page.getByText('EUREX_BUCKET_URL').waitFor(slow);
  const command = page.getByRole('region', { name: /^command that generates EUREX/ });
  expect(await command.innerText()).toBe(`npx weir generate eurex --date ${date}`);
  expect(await violations(page)).toEqual([]);
  put('eurex-some', [headerOf(eurex), ...rows]);
  await page.getByRole('combobox', { name: 'Speed', exact: true }).selectOption('max', slow);
  await page.getByRole('button', { name: 'Start the replay' }).click();
  await replayIn(page, 'finished').waitFor(slow);
  const sums = new Map<string, [number, number]>();
  for (const cells of rows.map(cellsOf)) {
    const [contracts = 0, trades = 0] = cells.slice(-2).map(Number);
    const before = sums.get(cells[1] ?? '') ?? [0, 0];
    sums.set(cells[1] ?? '', [before[0] + contracts, before[1] + trades]);
  }
  const expected = [...sums]
    .sort(([a, [x]], [b, [y]]) => y - x || (a < b ? -1 : 1))
    .slice(0, 50)
    .map(([name, both]) => [name, ...both.map((sum) => inReader(String(sum), 0))]);
  await waitFor(
    async () => {
      const shown = await cellsIn(page.locator('[data-mover]'));
      return JSON.stringify(shown) === JSON.stringify(expected);
    },
    { ...patient, what: 'the segments as the file has them' },
  );
  await drawn(page, 'contracts');
  expect(await violations(page)).toEqual([]);
  await picture(page, 'markets-eurex');
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

test('a date without files and a bucket that is gone are said in words; the calendar goes by arrow keys', async () => {
  const { page } = await open('?date=2018-02-04');
  const download = page.getByRole('button', { name: 'Download from the bucket' });
  await download.click(slow);
  await page
    .locator('.day-card')
    .getByText(/has no files of XETRA for 2018-02-04 \(a weekend\)/)
    .waitFor(slow);
  s3.stop();
  const sunday = page.getByRole('button', { name: /\b4 February 2018$/ });
  await sunday.focus();
  for (const key of ['ArrowDown', 'ArrowLeft', 'Enter']) await page.keyboard.press(key);
  await page.getByRole('heading', { name: /XETRA on .*10 February 2018/ }).waitFor(slow);
  await download.click();
  await page
    .locator('.day-card')
    .getByText(/cannot be reached: nothing listens there/)
    .waitFor(slow);
  await page.getByLabel('Day', { exact: true }).fill('2018-03-01');
  await page.getByRole('heading', { name: /XETRA on .*\b1 March 2018/ }).waitFor(slow);
  expect(await violations(page)).toEqual([]);
  await page.context().close();
}, 300_000);
