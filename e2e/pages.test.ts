/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import type { Clickhouse } from '@weir/clickhouse';
import { waitFor } from '@weir/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, openPage, screenshot } from './browser.ts';
import { clickhouseAsOwner } from './support/clickhouse-as-owner.ts';
import { firstLoad } from './support/first-load.ts';
import { postEvents } from './support/post-events.ts';
import { violations } from './support/violations.ts';

// The pages of streams, quality and single events, on the shared stack: other tests send events too, so every number
// is about events of these tests alone, or is compared with the same question in SQL.
const dashboard = process.env['DASHBOARD_URL'] ?? '';
let browser: Browser;
let clickhouse: Clickhouse;

beforeAll(async () => {
  browser = await launchBrowser();
  clickhouse = clickhouseAsOwner(undefined, { database: process.env['CLICKHOUSE_DATABASE'] ?? 'weir' });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await clickhouse?.close();
});

const post = (path: string, events: object[]) => postEvents(dashboard + path, events);

/** Names that no other test uses. */
const batch = `pages-${process.pid}-${Date.now()}`;
const startMs = Date.now() - 500;
const categories = ['shoes', 'hats', 'books'];
const orders = Array.from({ length: 60 }, (_, i) => ({
  order_id: `${batch}-${i}`,
  customer_id: `${batch}-customer-${i % 5}`,
  product_id: 'p',
  product_name: 'thing',
  category: `${batch} ${categories[i % 3]}`,
  quantity: 1,
  unit_price: `${(i % 3) + 1}0000.25`,
  total: `${(i % 3) + 1}0000.25`,
  country: 'DE',
  channel: 'web',
  ordered_at: new Date(startMs + i).toISOString(),
}));
/** 20 orders of each category, dear enough to be among the greatest groups whatever others send. */
const totals = { shoes: '200,005.00', hats: '400,005.00', books: '600,005.00' };

const patient = { timeoutMs: 120_000, intervalMs: 500 };

test('a stream’s page shows groups, newest events and what to type, as ClickHouse has them', async () => {
  expect((await post('/orders', orders)).status).toBe(202);
  const { page, complaints } = await openPage(browser, `${dashboard}/streams/orders`);
  const panel = page.locator('[data-series="orders.sales_by_category"]');
  await waitFor(
    async () => {
      const rows = await panel.locator('tr', { hasText: batch }).allInnerTexts();
      return Object.entries(totals).every(([name, total]) =>
        rows.some((row) => row.includes(`${batch} ${name}`) && row.includes(total)),
      );
    },
    { ...patient, what: 'the totals of all three categories' },
  ).catch(async (error: unknown) => {
    await screenshot(page, 'stream-orders-failed');
    throw error;
  });
  const [sql] = await clickhouse.query<{ total: string }>(
    `SELECT toString(sum(value)) AS total FROM series WHERE stream = 'orders' AND metric = 'sales_by_category'
     AND startsWith(\`group\`, {batch:String})`,
    { batch },
  );
  expect(Number(sql?.total)).toBe(1_200_015);
  // Twenty of the sixty: which, depends on the partitions of customers whose names are new each time.
  const newest = page.getByRole('region', { name: 'Table of the newest events' });
  await newest
    .getByText(new RegExp(`^${batch}-\\d+$`))
    .first()
    .waitFor({ timeout: 120_000 });
  expect(await page.getByRole('region', { name: 'curl command for one of Orders' }).textContent()).toContain(
    `curl ${dashboard}/orders`,
  );
  expect(await page.locator('.site-nav [aria-current="page"]').textContent()).toBe('Orders');
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'stream-orders');
  const small = await openPage(browser, `${dashboard}/streams/orders`, { width: 400, dark: true });
  await small.page.getByText(`${batch} shoes`).first().waitFor({ timeout: 120_000 });
  expect(await small.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  expect(await violations(small.page)).toEqual([]);
  await screenshot(small.page, 'stream-orders-dark-400');
  expect([...complaints, ...small.complaints]).toEqual([]);
  await page.context().close();
  await small.page.context().close();
}, 300_000);

test('an event is followed by its id to the windows that counted it, and a window is proved', async () => {
  const { page, complaints } = await openPage(browser, `${dashboard}/follow`);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('textbox', { name: 'Id', exact: true }).fill(`${batch}-7`);
  await page.getByRole('button', { name: 'Follow' }).click();
  const sales = page.locator('[data-window="sales_by_category"]');
  await sales.getByText('counted').waitFor({ timeout: 120_000 });
  for (const metric of ['count', 'sales', 'customers_1m']) {
    await page.locator(`[data-window="${metric}"]`).getByText('counted').waitFor({ timeout: 120_000 });
  }
  const [row] = await clickhouse.query<{ place: string }>(
    `SELECT concat(toString(_partition), '-', toString(_offset)) AS place FROM events_orders WHERE order_id = {id:String}`,
    { id: `${batch}-7` },
  );
  await page.locator(`[data-followed="${row?.place}"]`).waitFor();
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'follow');

  await page.getByRole('button', { name: 'Prove Sales per 10 seconds' }).click();
  const { published, recomputed } = await proved(page);
  expect(published).toBe(recomputed);
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'audit');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

/** Waits until the proof that is open says that a number is right: all of its events must be stored first. */
async function proved(page: Page): Promise<{ published: string; recomputed: string }> {
  const verdict = page.locator('[data-verdict]');
  await waitFor(
    async () => {
      const known = (await verdict.count()) > 0 ? await verdict.first().getAttribute('data-verdict') : '';
      if (known === 'equal' || known === 'explained') return true;
      // On a slow machine an answer may also fail for its time limit.
      const again = page.getByRole('button', { name: 'Recompute' });
      if (await again.isEnabled()) await again.click();
      return false;
    },
    { ...patient, what: 'a proof' },
  ).catch(async (error: unknown) => {
    await screenshot(page, 'audit-failed');
    throw error;
  });
  const number = (name: string) => page.locator(`[data-audit="${name}"] dd`).innerText();
  return {
    published: await number('published'),
    recomputed: await number('recomputed'),
  };
}

/** An exact value as the page writes it. */
const inReader = (text: string) =>
  new Intl.NumberFormat('en-GB', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
  }).format(text as `${number}`);

/** A download as text. */
async function saved(page: Page, button: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), button.click()]);
  return readFileSync(await download.path());
}

/** Where a chart is, once it has its size: a canvas has 300 pixels before. */
async function drawnBox(canvas: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await canvas.waitFor({ timeout: 120_000 });
  await waitFor(async () => ((await canvas.boundingBox())?.width ?? 0) > 400, {
    ...patient,
    what: 'a chart',
  });
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('the chart is not shown');
  return box;
}

const windowMs = 10_000;
const at = Math.floor(Date.now() / windowMs) * windowMs;
/** One window of groups that are greater than what others send, and nine small ones: a chart names seven. */
const grouped = [
  ...['=1+1', 'a|b\\c', 'hats', 'shoes'].map((name, i) => ({
    name,
    total: `${9 - i}000000.25`,
  })),
  ...Array.from({ length: 9 }, (_, i) => ({
    name: `small ${i}`,
    total: `${i + 1}.75`,
  })),
].map(({ name, total }, i) => ({
  ...orders[0],
  order_id: `${batch}-grouped-${i}`,
  category: `${name} ${batch}`,
  unit_price: total,
  total,
  ordered_at: new Date(at + i).toISOString(),
}));
const [fromMs, toMs] = [at - 2 * windowMs, at + 3 * windowMs];
const around = `?from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`;

const salesBySql = (condition: string, parameters: Record<string, unknown> = {}) =>
  clickhouse
    .query<{ total: string }>(
      `SELECT toString(sum(value)) AS total FROM series WHERE stream = 'orders' AND metric = 'sales_by_category'
       AND run_id = '' AND window_start >= fromUnixTimestamp64Milli({from:Int64})
       AND window_start < fromUnixTimestamp64Milli({to:Int64}) AND ${condition}`,
      { from: fromMs, to: toMs, ...parameters },
    )
    .then(([row]) => row?.total ?? '');

test('a part of a stacked bar and a row of its list lead to the proof of that window and group', async () => {
  expect((await post('/orders', grouped)).status).toBe(202);
  const greatest = `=1+1 ${batch}`;
  await waitFor(
    async () => Number(await salesBySql('endsWith(`group`, {batch:String})', { batch })) === 30_000_052.75,
    {
      ...patient,
      what: 'the groups to be counted',
    },
  );
  const { page, complaints } = await openPage(browser, `${dashboard}/streams/orders${around}`);
  const panel = page.locator('[data-series="orders.sales_by_category"]');
  const canvas = panel.locator('canvas');
  await panel.getByRole('button', { name: greatest, exact: true }).waitFor({ timeout: 120_000 });
  // The greatest group stands below; its window is the third of five.
  const { width, height } = await drawnBox(canvas);
  const [left, right] = [52, width - 2];
  await canvas.click({
    position: { x: left + (right - left) / 2, y: height - 40 },
  });
  const dialog = page.getByRole('dialog');
  await dialog.getByText(greatest).first().waitFor({ timeout: 120_000 });
  const value = inReader(await salesBySql('`group` = {group:String}', { group: greatest }));
  expect(value).toBe('9,000,000.25');
  expect(await proved(page)).toEqual({ published: value, recomputed: value });
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'audit-group');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  // By keyboard: the newest step, the lowest group, one up; what is spoken is what is proved.
  await canvas.focus();
  for (const key of ['ArrowLeft', 'ArrowUp']) await page.keyboard.press(key);
  const spoken = panel.locator('[aria-live]', {
    hasText: /: [\d,.]+, (final|provisional)$/,
  });
  await spoken.waitFor();
  const [, group = '', heard] = /^[\d:]+, (.*): ([\d,.]+), \w+$/.exec(await spoken.innerText()) ?? [];
  await page.keyboard.press('Enter');
  await dialog.getByText(group).first().waitFor({ timeout: 120_000 });
  const read = await proved(page);
  expect(read.recomputed).toBe(read.published);
  // Others may send orders of their own meanwhile; ours are counted.
  if (group.includes(batch)) expect(read.published).toBe(heard);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await panel.getByRole('button', { name: `a|b\\c ${batch}`, exact: true }).click();
  const rows = dialog.locator('[data-parts] tbody tr');
  await rows.first().waitFor({ timeout: 120_000 });
  expect(await rows.allInnerTexts()).toEqual([expect.stringContaining('8,000,000.25')]);
  expect(await violations(page)).toEqual([]);
  await rows.getByRole('button', { name: /^Prove/ }).click();
  expect((await proved(page)).recomputed).toBe('8,000,000.25');
  for (const left of [1, 0]) {
    await page.keyboard.press('Escape');
    await waitFor(async () => (await dialog.count()) === left, patient);
  }

  // Over more time than its windows have room for, a bar is many windows: the click zooms to them.
  await page.goto(`${dashboard}/streams/orders?range=24h`);
  await panel.getByText(greatest).first().waitFor({ timeout: 120_000 });
  await drawnBox(canvas);
  await canvas.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.waitForURL(/[?&]from=.*&to=/, { timeout: 120_000 });
  expect(await dialog.count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

test('a row of a top table leads to the windows of its group, and a window to its proof', async () => {
  const payer = `${batch}-payer`;
  const paid = [0, 3_000, 3_001].map((ms, i) => ({
    transaction_id: `${payer}-${i}`,
    user_id: payer,
    amount: '70000000.25',
    created_at: at + ms,
  }));
  expect((await post('/transactions', paid)).status).toBe(202);
  const { page, complaints } = await openPage(browser, `${dashboard}/streams/transactions${around}`);
  const panel = page.locator('[data-series="transactions.income_by_user"]');
  const rows = page.getByRole('dialog').locator('[data-parts] tbody tr');
  const wanted = ['140,000,000.50', '70,000,000.25'];
  await waitFor(
    async () => {
      // The range is fixed: the page asks once, so it is asked anew.
      const row = panel.locator('tr', { hasText: payer });
      if ((await row.count()) > 0 && (await row.innerText()).includes('210,000,000.75')) return true;
      await page.reload();
      return panel
        .locator('tr')
        .first()
        .waitFor({ timeout: 30_000 })
        .then(
          () => false,
          () => false,
        );
    },
    { ...patient, what: 'what the payer has paid' },
  );
  await panel.getByRole('button', { name: payer, exact: true }).click();
  await rows.first().waitFor({ timeout: 120_000 });
  const texts = await rows.allInnerTexts();
  expect(texts.map((text, i) => text.includes(wanted[i] ?? '?'))).toEqual([true, true]);
  await rows
    .first()
    .getByRole('button', { name: /^Prove/ })
    .click();
  expect(await proved(page)).toEqual({
    published: wanted[0],
    recomputed: wanted[0],
  });
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

test('a grouped chart is saved as CSV, JSON and PNG: every step and group, exact, and no formula', async () => {
  const { page } = await openPage(browser, `${dashboard}/streams/orders${around}`);
  const panel = page.locator('[data-series="orders.sales_by_category"]');
  await panel.getByText(`hats ${batch}`).first().waitFor({ timeout: 120_000 });
  await panel.locator('summary').click();
  const button = (form: string) => panel.getByRole('button', { name: new RegExp(`^${form}`) });
  const json = JSON.parse((await saved(page, button('JSON'))).toString()) as {
    points: {
      window_start: string;
      group: { category: string } | null;
      value: string;
    }[];
  };
  const csv = (await saved(page, button('CSV'))).toString().trim().split('\r\n');
  expect(csv[0]).toBe('window_start,category,sales_by_category,events,final');
  expect(csv).toHaveLength(json.points.length + 1);
  const start = new Date(at).toISOString();
  const lineOf = (text: string) => csv.find((line) => line.startsWith(start) && line.includes(text));
  expect(lineOf('=1+1')).toMatch(`${start},'=1+1 ${batch},9000000.25,1,`);
  expect(lineOf('a|b')).toMatch(`${start},a|b\\c ${batch},8000000.25,1,`);
  // Whatever is not named is in "all others", to the cent.
  const named = json.points.flatMap(({ group }) => (group === null ? [] : [group.category]));
  expect(new Set(named).size).toBe(7);
  const cents = (texts: readonly string[]) =>
    texts.reduce((sum, text) => sum + Math.round(Number(text) * 100), 0);
  const others = await salesBySql('NOT has({named:Array(String)}, `group`)', {
    named,
  });
  expect(Number(others)).toBeGreaterThan(0);
  const rest = csv
    .filter((line) => line.split(',')[1] === 'all others')
    .map((line) => line.split(',')[2] ?? '');
  expect(cents(rest)).toBe(cents([others]));
  expect((await saved(page, button('PNG'))).subarray(1, 4).toString()).toBe('PNG');
  await page.context().close();
}, 300_000);

test('a chart is zoomed by keyboard, out again by a button, and back by the browser', async () => {
  const { page } = await openPage(browser, `${dashboard}/streams/orders${around}`);
  const range = () => {
    const { searchParams } = new URL(page.url());
    return [Date.parse(searchParams.get('from') ?? ''), Date.parse(searchParams.get('to') ?? '')];
  };
  const reaches = (wanted: readonly number[]) =>
    waitFor(() => JSON.stringify(range()) === JSON.stringify(wanted), {
      ...patient,
      what: `${wanted}`,
    });
  const canvas = page.locator('[data-series="orders.sales_by_category"] canvas');
  await drawnBox(canvas);
  const middle = (fromMs + toMs) / 2;
  const quarter = Math.round((toMs - fromMs) / 4);
  await canvas.focus();
  await page.keyboard.press('+');
  await reaches([middle - quarter, middle + quarter]);
  await page.getByRole('button', { name: 'Earlier', exact: true }).click();
  await reaches([middle - 3 * quarter, middle - quarter]);
  await page.getByRole('button', { name: 'Zoom out', exact: true }).click();
  await waitFor(() => (range()[1] ?? 0) - (range()[0] ?? 0) === 4 * quarter, patient);
  await page.goBack();
  await reaches([middle - 3 * quarter, middle - quarter]);
  await page.goBack();
  await page.goBack();
  await reaches([fromMs, toMs]);
  // By mouse: the stretch that is dragged over.
  const box = await drawnBox(canvas);
  await page.mouse.move(box.x + 52 + (box.width - 54) * 0.4, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 52 + (box.width - 54) * 0.8, box.y + 60, {
    steps: 5,
  });
  await page.mouse.up();
  await waitFor(() => range()[0] !== fromMs, {
    ...patient,
    what: 'the stretch that was dragged over',
  });
  const [from = 0, to = 0] = range();
  expect(Math.abs(from - (fromMs + 20_000))).toBeLessThan(1_000);
  expect(Math.abs(to - (fromMs + 40_000))).toBeLessThan(1_000);
  await page.context().close();
}, 300_000);

test('what nobody stores is said in words, and a bad question is answered with 400', async () => {
  const { page } = await openPage(browser, `${dashboard}/follow?id=${batch}-none`);
  await page.getByText('No such event is stored.').waitFor({ timeout: 120_000 });
  await page.context().close();
  const bad = [
    '/api/follow',
    '/api/follow?stream=frames&partition=x&offset=1',
    '/api/follow?stream=nope&id=1',
    '/api/events?stream=nope',
    '/api/series-groups?stream=orders&metric=count',
    '/api/series-groups?stream=orders&metric=sales_by_category&top=0',
    '/api/quality?from=1&to=0',
  ];
  for (const path of bad) {
    const response = await fetch(dashboard + path);
    expect({ path, status: response.status }).toEqual({ path, status: 400 });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  }
});

test('an event from the future is on the quality page, with its reason and its way there', async () => {
  const id = `${batch}-future`;
  const future = { ...orders[0], order_id: id, ordered_at: new Date(Date.now() + 3_600_000).toISOString() };
  expect((await post('/orders', [future])).status).toBe(202);
  const { page, complaints } = await openPage(browser, `${dashboard}/quality?stream=orders`);
  const cell = page.locator('[data-quality="orders"] [data-reason="ahead"]');
  await waitFor(async () => Number(await cell.textContent()) >= 1, patient);
  const [sql] = await clickhouse.query<{ events: string | number }>(
    `SELECT uniqExact(origin) AS events FROM rejected WHERE stream = 'orders' AND reason = 'ahead'
     AND at >= now() - INTERVAL 5 MINUTE`,
  );
  await waitFor(async () => Number(await cell.textContent()) >= Number(sql?.events), patient);
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'quality');
  await page.locator('.events-card a').first().click();
  await page.locator('[data-followed]').first().waitFor({ timeout: 120_000 });
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

test('events that come again are on the quality page, each once, and lead to the event that was counted', async () => {
  const again = orders.slice(0, 7).map((order, i) => ({
    ...order,
    order_id: `${batch}-again-${i}`,
    // Not among the sums of the other tests.
    category: 'sent again',
    ordered_at: new Date().toISOString(),
  }));
  for (const times of [1, 2, 3]) expect([times, (await post('/orders', again)).status]).toEqual([times, 202]);
  const copies = `SELECT count() AS events FROM duplicates FINAL WHERE stream = 'orders' AND id LIKE '${batch}-again-%'`;
  const counted = async () => Number((await clickhouse.query<{ events: string }>(copies))[0]?.events);
  await waitFor(async () => (await counted()) >= 14, patient);
  expect(await counted()).toBe(14);
  const { page, complaints } = await openPage(browser, `${dashboard}/quality?stream=orders`);
  const cell = page.locator('[data-quality="orders"] [data-reason="duplicate"]');
  await waitFor(async () => Number((await cell.textContent())?.replaceAll(',', '')) >= 14, patient);
  await page.getByRole('columnheader', { name: 'duplicate', exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'duplicates');
  const small = await openPage(browser, `${dashboard}/quality`, { width: 400, dark: true });
  await small.page.locator('[data-quality="orders"] [data-reason="duplicate"]').waitFor();
  await small.page.getByText(`the id ${batch}-again-3 came before`).first().waitFor({ timeout: 120_000 });
  expect(await small.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  expect(await violations(small.page)).toEqual([]);
  await screenshot(small.page, 'duplicates-dark-400');
  await small.page.context().close();
  await page.locator(`.events-card a[href*="${batch}-again-3"]`).first().click();
  const story = page.locator('[data-followed]').first();
  await story.getByText('copies: 2').first().waitFor({ timeout: 120_000 });
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

/** Every page, and what is on it once it is whole: charts take chart.js along. */
const everyPage = {
  '/': 'canvas',
  '/streams/orders': 'canvas',
  '/streams/xetra': '[data-series="xetra.candles"]',
  '/streams/eurex': '[data-series="eurex.contracts"]',
  '/markets': 'main h1',
  '/topics': 'tbody tr',
  '/topics/transactions.income': '.message-bar [role="status"]',
  '/groups': 'tbody tr',
  '/dead-letters': 'main [role="status"]',
  '/quality?stream=orders': 'canvas',
  '/alerts': 'main h1',
  '/follow': 'main form',
};

test('no page takes 200 kB of script at its first visit, and none jumps while its data come in', async () => {
  const found: Record<string, { scriptBytes: number; layoutShift: number }> = {};
  for (const [path, until] of Object.entries(everyPage)) {
    const { page, ...load } = await firstLoad(browser, dashboard + path, until);
    found[path] = { scriptBytes: await load.scriptBytes(), layoutShift: await load.layoutShift() };
    await page.context().close();
  }
  // Named with its figures, whichever page it is.
  expect(Object.entries(found).filter(([, { scriptBytes }]) => scriptBytes >= 200_000)).toEqual([]);
  expect(Object.entries(found).filter(([, { layoutShift }]) => layoutShift >= 0.1)).toEqual([]);
  // It is script over the wire that was counted: with less there would be no React in it.
  expect(Object.entries(found).filter(([, { scriptBytes }]) => scriptBytes < 80_000)).toEqual([]);
}, 600_000);

test('the pipeline tells of each station, and the same points come straight and from series', async () => {
  const { page } = await openPage(browser, dashboard);
  for (const station of ['gateway', 'kafka', 'aggregator', 'clickhouse']) {
    await page.locator(`[data-station="${station}"].good`).waitFor({ timeout: 120_000 });
  }
  await page.context().close();
  const from = startMs - 60_000;
  const query = `stream=orders&metric=sales_by_category&from=${from}&to=${from + 3_600_000}&step=1h`;
  const answer = (await (await fetch(`${dashboard}/api/series?${query}`)).json()) as {
    points: { group: string; value: string }[];
  };
  const ours = answer.points.filter(({ group }) => group.startsWith(batch));
  const sum = (name: string) =>
    ours
      .filter(({ group }) => group === `${batch} ${name}`)
      .reduce((total, { value }) => total + Number(value), 0);
  expect({ shoes: sum('shoes'), hats: sum('hats'), books: sum('books') }).toEqual({
    shoes: 200_005,
    hats: 400_005,
    books: 600_005,
  });
}, 180_000);
