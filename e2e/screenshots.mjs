// `npm run screenshots`: the pictures of docs/images, of a stack that runs (`npm start`, some minutes ago, so that its demo traffic
// fills the charts). DASHBOARD_URL says where; `npm run screenshots -- --to DIR NAME …` takes some of them to another folder.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser } from './launch-browser.mjs';

const base = process.env.DASHBOARD_URL ?? `http://localhost:${process.env.DASHBOARD_PORT || 3000}`;
const day = '2018-02-01';

/** Name of the picture → what it is of. `until` is there once the page is whole; `height` cuts a long page. */
const pictures = {
  overview: { path: '/', until: '[data-series="transactions.income"] canvas', height: 1100 },
  stream: { path: '/streams/receipts', until: '[data-series="receipts.count"] canvas', height: 1150 },
  audit: {
    path: '/streams/receipts',
    until: '[data-series="receipts.count"] canvas',
    height: 900,
    prepare: proveOneWindow,
  },
  markets: {
    path: `/markets?market=xetra&date=${day}`,
    until: '[data-chart="candles"] canvas',
    height: 1050,
  },
  topics: { path: '/topics', until: 'tbody tr', height: 900 },
  messages: { path: '/topics/transactions', until: '.messages tbody tr', height: 600 },
  groups: { path: '/groups', until: 'tbody tr', height: 600 },
  'dead-letters': { path: '/dead-letters?stream=orders', until: 'tbody tr', height: 700 },
  quality: { path: '/quality', until: 'canvas', height: 1000 },
  follow: { path: '/follow?id=', until: '[data-followed]', height: 900 },
  wall: { path: '/?kiosk', until: '[data-series="transactions.income"] canvas', width: 1920, height: 1080 },
};

const { values, positionals } = parseArgs({ options: { to: { type: 'string' } }, allowPositionals: true });
const folder = values.to ?? fileURLToPath(new URL('../docs/images', import.meta.url));
const wanted = positionals.length > 0 ? positionals : Object.keys(pictures);
const unknown = wanted.filter((name) => !(name in pictures));
if (unknown.length > 0) {
  console.error(`no such picture: ${unknown.join(', ')}; there are ${Object.keys(pictures).join(', ')}`);
  process.exit(2);
}

async function ask(path, body) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(base + path, { ...init, headers, signal: AbortSignal.timeout(20_000) });
  return response.json();
}

/** Orders that are late, ahead, sent twice and no orders at all: so that the pages about them have something to show. */
async function sendWhatGoesWrong() {
  const id = `tour-${Date.now()}`;
  const order = (name, ageMs) => ({
    order_id: `${id}-${name}`,
    customer_id: 'c-17',
    product_id: 'p-3',
    product_name: 'Trail shoes',
    category: 'shoes',
    quantity: 1,
    unit_price: '89.90',
    total: '89.90',
    country: 'DE',
    channel: 'web',
    ordered_at: new Date(Date.now() - ageMs).toISOString(),
  });
  const late = Array.from({ length: 6 }, (_, i) => order(`late-${i}`, 120_000 + i * 9_000));
  const ahead = [order('ahead', -3_600_000)];
  const twice = [order('twice', 0), order('twice', 0)];
  await ask('/orders', [...late, ...ahead, ...twice]);
  return `${id}-twice`;
}

/** A run of the prepared day that is far enough to have candles and movers; undefined without such a day. */
async function replayOfTheDay() {
  const { replays = [] } = await ask('/api/v1/replays');
  const known = replays.find(({ dataset }) => dataset === `xetra-${day}`);
  if (known !== undefined) return known.id ?? known.run_id;
  const started = await ask('/api/v1/replays', { dataset: `xetra-${day}`, speed: 'max' });
  return started.id ?? started.run_id;
}

async function proveOneWindow(page) {
  const canvas = page.locator('[data-series="receipts.count"] canvas');
  await canvas.focus();
  for (let i = 0; i < 30; i += 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.locator('[data-verdict="equal"], [data-verdict="explained"]').waitFor({ timeout: 60_000 });
}

async function take(browser, name) {
  const { path, until, width = 1280, height, prepare } = pictures[name];
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  await page.goto(base + path);
  await page.locator(until).first().waitFor({ timeout: 60_000 });
  await prepare?.(page);
  await page.locator('[aria-busy="true"], .skeleton').first().waitFor({ state: 'detached', timeout: 60_000 });
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`${name}.png`);
  await page.close();
}

mkdirSync(folder, { recursive: true });
const followed = await sendWhatGoesWrong();
pictures.follow.path += followed;
await replayOfTheDay();
const browser = await launchBrowser();
try {
  for (const name of wanted) await take(browser, name);
} finally {
  await browser.close();
}
