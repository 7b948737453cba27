/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { startApp, uniqueName, waitFor, type TestApp } from '@weir/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from './browser.ts';

// Many tabs and many clients on one live stream: a dashboard of its own on the shared stack.
let dashboard: TestApp;
let browser: Browser;

beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startApp('dashboard', {}), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
}, 60_000);

/** Ten payments of just now. */
const pay = () => {
  const batch = uniqueName('live');
  return fetch(`${dashboard.url}/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(
      Array.from({ length: 10 }, (_, i) => ({
        transaction_id: `${batch}-${i}`,
        user_id: `${i}-user`,
        amount: 1,
        created_at: Date.now() - 100,
      })),
    ),
  });
};

interface Series {
  readonly points: readonly { readonly value: number }[];
}

/** Transactions in windows of [fromMs, toMs). */
async function counted(fromMs: number, toMs: number): Promise<number> {
  const query = `stream=transactions&metric=count&from=${fromMs}&to=${toMs}&step=3s`;
  const { points } = (await (await fetch(`${dashboard.url}/api/series?${query}`)).json()) as Series;
  return points.reduce((sum, { value }) => sum + value, 0);
}

/** A page leaves out a figure while nothing was counted. */
const figure = async (page: Page) => {
  const place = page.locator('[data-series="transactions.count"] .panel-figure data');
  return (await place.count()) === 0 ? '' : place.textContent();
};
const connection = (page: Page) => page.locator('.connection').textContent();

/** What a page shows of transactions in the last five minutes: the same windows, asked of the API. */
async function countNow(): Promise<string> {
  const to = Math.ceil(Date.now() / 3_000) * 3_000;
  return (await counted(to - 300_000, to)).toLocaleString('en-GB');
}

/** How long the tabs must stay live, and how often they are looked at. */
const soak = process.env['WEIR_SOAK'] ? { ms: 600_000, pauseMs: 15_000 } : { ms: 3_000, pauseMs: 0 };

test(
  'eight tabs of a browser share one stream and stay live; when its tab closes another goes on',
  async () => {
    expect((await pay()).status).toBe(202);
    const first = await openPage(browser, dashboard.url);
    await waitFor(async () => (await figure(first.page)) === (await countNow()), {
      timeoutMs: 60_000,
    });
    const context = first.page.context();
    const asked: string[] = [];
    context.on('request', (request) => {
      if (request.url().includes('/api/live')) asked.push(request.url());
    });
    const tabs = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => context.newPage()));
    await Promise.all(tabs.map((tab) => tab.goto(dashboard.url)));
    /** Sends ten events and waits until every tab shows them, live. */
    const round = async (name: string, pages: readonly Page[]) => {
      const sentMs = Date.now();
      expect((await pay()).status).toBe(202);
      const fresh = () => counted(Math.floor(sentMs / 3_000) * 3_000 - 3_000, sentMs + 60_000);
      await waitFor(async () => (await fresh()) >= 10, { timeoutMs: 60_000, what: `${name} to be counted` });
      await waitFor(
        async () => {
          const expected = await countNow();
          const shown = await Promise.all(pages.map((page) => figure(page)));
          return shown.every((text) => text === expected);
        },
        { timeoutMs: 60_000, intervalMs: 250, what: `${pages.length} tabs to show ${name}` },
      );
      for (const page of pages) {
        await waitFor(async () => (await connection(page))?.startsWith('Live'), { timeoutMs: 60_000 });
      }
    };
    const until = Date.now() + soak.ms;
    for (let n = 1; n === 1 || Date.now() < until; n += 1) {
      await round(`tabs-${n}`, [first.page, ...tabs]);
      await new Promise((resolve) => setTimeout(resolve, soak.pauseMs));
    }
    expect(asked).toEqual([]);
    await first.page.close();
    await waitFor(() => asked.length === 1, { timeoutMs: 60_000, what: 'another tab to take over' });
    expect(asked[0]).toContain('?last=');
    await round('tabs-after', tabs);
    // A slow machine may have had to connect once more; six tabs with a stream of their own would be six.
    expect(asked.length).toBeLessThanOrEqual(2);
    await context.close();
  },
  soak.ms + 240_000,
);

const leastPolls = 6;

/** Listens to `/api/live` as a browser does, and tells how many deltas have come. */
async function listenLive(signal: AbortSignal): Promise<() => number> {
  const response = await fetch(`${dashboard.url}/api/live`, { signal });
  let deltas = 0;
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      deltas += decoder.decode(chunk, { stream: true }).split('event: delta\n').length - 1;
    }
  };
  read().catch(() => undefined);
  return () => deltas;
}

test('200 clients ask ClickHouse no more than one does', async () => {
  let looks = 0;
  /** SELECTs that ClickHouse has answered, without these looks. */
  const selects = async () => {
    const sql = "SELECT value FROM system.events WHERE event = 'SelectQuery' FORMAT TabSeparated";
    const response = await fetch(`${process.env['CLICKHOUSE_URL']}/?user=default`, {
      method: 'POST',
      body: sql,
    });
    looks += 1;
    return Number(await response.text()) - looks;
  };
  const cpuSeconds = () => {
    const stat = readFileSync(`/proc/${dashboard.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  };
  /** Queries and processor seconds of a second, while so many listen and events come, over six polls at least. */
  const cost = async (clients: number) => {
    const stop = new AbortController();
    const heard = await Promise.all(Array.from({ length: clients }, () => listenLive(stop.signal)));
    const from = { at: Date.now(), selects: await selects(), cpu: cpuSeconds() };
    let now = from;
    while (now.selects - from.selects < leastPolls) {
      await pay();
      await new Promise((resolve) => setTimeout(resolve, 500));
      now = { at: Date.now(), selects: await selects(), cpu: cpuSeconds() };
    }
    await waitFor(() => heard.every((deltas) => deltas() > 0), {
      timeoutMs: 60_000,
      what: 'every client to hear of it',
    });
    stop.abort();
    const seconds = (now.at - from.at) / 1_000;
    return { queries: (now.selects - from.selects) / seconds, cpu: (now.cpu - from.cpu) / seconds };
  };
  const one = await cost(1);
  const many = await cost(200);
  const text = ({ queries, cpu }: typeof one) =>
    `${queries.toFixed(2)} queries/s, ${(cpu * 100).toFixed(1)} % of a core`;
  process.stdout.write(`live stream: 1 client ${text(one)}; 200 clients ${text(many)}\n`);
  // A poll a second, however many listen; a slow machine polls less often.
  expect(one.queries).toBeGreaterThan(0);
  expect(many.queries).toBeLessThan(one.queries * 1.3 + 0.5);
}, 240_000);
