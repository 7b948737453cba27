/// <reference lib="dom" />
import { waitFor } from '@weir/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage, screenshot } from './browser.ts';
import { postEvents } from './support/post-events.ts';
import { violations } from './support/violations.ts';
import { startWholePath, type WholePath } from './support/whole-path.ts';

// The page in a real browser, on a stack of its own, since ClickHouse, the gateway and the dashboard are ended here.
let system: WholePath;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([startWholePath(), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

/** Ten users in rotation, each paying ten times the first digit of its id, the one with 0 paying 100: 550 per ten. */
const transactions = (count: number, startMs: number, spanMs: number, batch: string) =>
  Array.from({ length: count }, (_, i) => ({
    transaction_id: `${batch}-${i}`,
    user_id: `${i % 10}-user`,
    amount: i % 10 === 0 ? 100 : (i % 10) * 10,
    created_at: Math.floor(startMs + (i * spanMs) / count),
  }));

const post = (path: string, events: object[]) => postEvents(system.dashboard.url + path, events);

interface Series {
  step_ms: number;
  rollup: string;
  points: { t: number; value: number | string; events: number; final: boolean; group?: string }[];
}

const api = (query: string) => fetch(`${system.dashboard.url}/api/series?${query}`);
const series = async (stream: string, metric: string, more = ''): Promise<Series> =>
  (await (await api(`stream=${stream}&metric=${metric}${more}`)).json()) as Series;
const totalOf = ({ points }: Series) => points.reduce((sum, { value }) => sum + Number(value), 0);

const figure = (page: Page, id: string) =>
  page.locator(`[data-series="${id}"] .panel-figure data`).textContent();
const connection = (page: Page) => page.locator('.connection').textContent();
const says = (page: Page, id: string, text: string) =>
  waitFor(async () => (await figure(page, id)) === text, { timeoutMs: 60_000, what: `${id} to be ${text}` });

test('before the first event the page says what to type, in every size and light', async () => {
  const { page, complaints } = await openPage(browser, system.dashboard.url);
  await page.getByText('No transactions in the last 5 minutes.').waitFor();
  expect(await connection(page)).toMatch(/^Live/);
  const command = await page
    .getByRole('region', { name: 'curl command for one of Transactions' })
    .textContent();
  expect(command).toContain(`curl ${system.dashboard.url}/transactions -H 'content-type: application/json'`);
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'empty-light');

  const small = await openPage(browser, system.dashboard.url, { width: 400, dark: true });
  await small.page.getByText('No frames in the last 5 minutes.').waitFor();
  expect(await small.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  expect(await violations(small.page)).toEqual([]);
  await screenshot(small.page, 'empty-dark-400');
  expect([...complaints, ...small.complaints]).toEqual([]);
  await page.context().close();
  await small.page.context().close();
}, 60_000);

test('events sent to the dashboard’s port are on the page and in its API, to the cent', async () => {
  const { page, complaints } = await openPage(browser, system.dashboard.url);
  await page.getByText('No transactions in the last 5 minutes.').waitFor();
  const start = Date.now() - 8_000;
  const sent = await post('/transactions', transactions(1_000, start, 7_000, 'first'));
  expect(sent.status).toBe(202);
  expect(await sent.json()).toEqual({ accepted: 1_000, rejected: 0 });
  const frames = Array.from({ length: 600 }, (_, i) => ({
    ts: Math.floor((start + i * 10) / 1_000),
    uid: `u${i % 50}`,
  }));
  expect((await post('/frames', frames)).status).toBe(202);

  await says(page, 'transactions.income', '55,000.00');
  await says(page, 'transactions.count', '1,000');
  await says(page, 'transactions.users_1m', '10');
  await says(page, 'frames.count', '600');
  await says(page, 'frames.users_1m', '50');
  expect(totalOf(await series('transactions', 'income'))).toBe(55_000);
  expect(
    (await series('transactions', 'income')).points.every(({ value }) => /^\d+\.\d\d$/.test(String(value))),
  ).toBe(true);
  expect(totalOf(await series('transactions', 'count'))).toBe(1_000);
  expect(totalOf(await series('frames', 'count'))).toBe(600);
  const minute = await series('transactions', 'income', '&step=1h');
  expect(minute).toMatchObject({ step_ms: 3_600_000, rollup: 'sum' });
  expect(totalOf(minute)).toBe(55_000);
  const byUser = await series('transactions', 'income_by_user', '&group=7-user');
  expect(totalOf(byUser)).toBe(7_000);
  expect(new Set(byUser.points.map(({ group }) => group))).toEqual(new Set(['7-user']));
  await page.locator('canvas').first().waitFor();
  await screenshot(page, 'first-events');

  // Silence: the windows become final, on the page too.
  await waitFor(async () => (await series('transactions', 'income')).points.every(({ final }) => final), {
    timeoutMs: 60_000,
  });
  await page.locator('[data-series="transactions.income"] summary').click();
  await waitFor(
    async () =>
      !(await page.locator('[data-series="transactions.income"] table').innerText()).includes('provisional'),
    { timeoutMs: 60_000 },
  );
  expect(await figure(page, 'transactions.income')).toBe('55,000.00');
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

test('a range is kept in the address, goes back, and shows the same numbers', async () => {
  const { page, complaints } = await openPage(browser, system.dashboard.url);
  await says(page, 'transactions.count', '1,000');
  await page.getByRole('link', { name: '1 h', exact: true }).click();
  await page.waitForURL('**/?range=1h');
  await page.getByRole('heading', { name: 'Income per 15 seconds' }).waitFor();
  await says(page, 'transactions.income', '55,000.00');
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'last-hour');
  await page.goBack();
  await page.getByRole('heading', { name: 'Income per 3 seconds' }).waitFor();
  await says(page, 'transactions.income', '55,000.00');

  const query = `?from=${new Date(Date.now() - 7_200_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;
  await page.goto(system.dashboard.url + query);
  await says(page, 'transactions.income', '55,000.00');
  await page.getByRole('radio', { name: 'UTC' }).check();
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'from-to');
  expect(complaints).toEqual([]);
  await page.context().close();
}, 180_000);

test('light, dark and the clock are the reader’s choice and are remembered', async () => {
  const { page } = await openPage(browser, system.dashboard.url, { dark: true });
  await says(page, 'transactions.count', '1,000');
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'live-dark');
  const dark = await ground();
  await page.getByRole('radio', { name: 'Light' }).check();
  const light = await ground();
  expect(light).not.toBe(dark);
  await page.getByRole('radio', { name: 'UTC' }).check();
  await page.reload();
  expect(await ground()).toBe(light);
  await waitFor(() => page.getByRole('radio', { name: 'UTC' }).isChecked(), { timeoutMs: 60_000 });
  await page.context().close();
}, 120_000);

test('the keyboard reads single windows of a chart', async () => {
  const { page } = await openPage(browser, system.dashboard.url);
  await page.locator('[data-series="transactions.users_1m"] canvas').focus();
  await page.keyboard.press('ArrowLeft');
  await page
    .locator('[data-series="transactions.users_1m"] [aria-live]', { hasText: '10, final' })
    .waitFor({ timeout: 60_000 });
  await page.context().close();
}, 90_000);

test.each([
  ['', 'stream'],
  ['stream=transactions&metric=nope', 'metric'],
  ['stream=transactions&metric=income&from=tomorrow', 'from'],
  ['stream=transactions&metric=income&step=-1', 'step'],
])('a bad question (%s) is answered with 400 and the parameter’s name', async (query, parameter) => {
  const response = await api(query);
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({
    errors: expect.arrayContaining([expect.objectContaining({ parameter })]),
  });
});

test('values in a question are bound, never part of the SQL', async () => {
  const evil = encodeURIComponent(`' OR 1=1 --`);
  expect((await series('transactions', 'income_by_user', `&group=${evil}`)).points).toEqual([]);
  expect((await series('transactions', 'income', `&run=${evil}`)).points).toEqual([]);
});

/** What a page shows of transactions in the last five minutes: the same windows, asked of the API. */
async function countNow(): Promise<string> {
  const to = Math.ceil(Date.now() / 3_000) * 3_000;
  return totalOf(
    await series('transactions', 'count', `&from=${to - 300_000}&to=${to}&step=3s`),
  ).toLocaleString('en-GB');
}

/** However long this takes: events leave the five minutes while one waits. */
const saysNow = (page: Page, what: string) =>
  waitFor(async () => (await figure(page, 'transactions.count')) === (await countNow()), {
    timeoutMs: 60_000,
    what,
  });

test('ClickHouse is killed while the page is open: it says so, and goes on by itself', async () => {
  expect((await post('/transactions', transactions(10, Date.now() - 1_000, 500, 'before'))).status).toBe(202);
  const { page } = await openPage(browser, system.dashboard.url);
  const longer = await openPage(browser, `${system.dashboard.url}/?range=1h`);
  await saysNow(page, 'the page to show what there is');
  system.stack.services.clickhouse.kill('SIGKILL');
  await page
    .getByText(/ClickHouse does not answer at/)
    .first()
    .waitFor({ timeout: 60_000 });
  expect(await connection(page)).toMatch(/^Stale/);
  const kept = Number((await figure(page, 'transactions.count'))?.replaceAll(',', ''));
  expect(kept).toBeGreaterThanOrEqual(10);
  const away = await api('stream=transactions&metric=count');
  expect(away.status).toBe(503);
  expect(away.headers.get('content-type')).toBe('application/problem+json');
  expect(away.headers.get('retry-after')).toBe('2');
  expect((await fetch(`${system.dashboard.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${system.dashboard.url}/healthz`)).status).toBe(200);
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'clickhouse-away');
  const fresh = await openPage(browser, system.dashboard.url, { dark: true });
  await fresh.page.getByText('Stale').first().waitFor({ timeout: 60_000 });
  await screenshot(fresh.page, 'clickhouse-away-fresh-dark');

  const sentMs = Date.now() - 1_000;
  expect((await post('/transactions', transactions(10, sentMs, 500, 'away'))).status).toBe(202);
  await system.stack.services.clickhouse.restart();
  for (const open of [page, longer.page, fresh.page]) {
    await waitFor(async () => (await connection(open))?.startsWith('Live'), { timeoutMs: 60_000 });
  }
  const from = Math.floor(sentMs / 3_000) * 3_000;
  await waitFor(async () => totalOf(await series('transactions', 'count', `&from=${from}`)) >= 10, {
    timeoutMs: 60_000,
    what: 'what was sent meanwhile',
  });
  await saysNow(page, 'the page to go on');
  await saysNow(fresh.page, 'the page that was opened meanwhile to go on');
  await says(longer.page, 'transactions.count', '1,020');
  for (const open of [page, longer.page, fresh.page]) await open.context().close();
}, 400_000);

test('the dashboard is killed while the page is open: the page reconnects to the next one', async () => {
  const { page } = await openPage(browser, system.dashboard.url);
  await saysNow(page, 'the page to show what there is');
  system.dashboard.kill('SIGKILL');
  await waitFor(async () => (await connection(page))?.startsWith('Reconnecting'), { timeoutMs: 60_000 });
  // The header says it, and so does every chart that asked for more in the meantime.
  await page.getByText('The dashboard’s server does not answer.').first().waitFor({ timeout: 60_000 });
  await system.dashboard.restart();
  await waitFor(async () => (await connection(page))?.startsWith('Live'), { timeoutMs: 60_000 });
  await page.context().close();
}, 300_000);

test('without the gateway an event is refused with 503 and a time to come back', async () => {
  await system.gateway.stop();
  const refused = await post('/frames', [{ ts: Math.floor(Date.now() / 1_000), uid: 'u' }]);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(JSON.stringify(await refused.json())).not.toContain('    at ');
});
