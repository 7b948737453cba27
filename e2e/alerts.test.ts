import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, uniqueName, waitFor, type TestApp } from '@weir/testing';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage, screenshot } from './browser.ts';
import { violations } from './support/violations.ts';

// Alerts on real events, told to a real HTTP server: a dashboard of its own on the shared stack.
interface Told {
  readonly id: string;
  readonly status: string;
  readonly rule: string;
  readonly value: string | null;
  readonly authorization: string | undefined;
}

const folder = mkdtempSync(join(tmpdir(), 'weir-alerts-'));
const gateway = process.env['GATEWAY_URL'] ?? '';
const token = uniqueName('token');
const told: Told[] = [];
/** What the webhook answers. */
let answer = 200;
let attempts = 0;
let webhook: Server;
let dashboard: TestApp;
let browser: Browser;

const rules = [
  // No other test pays as much for one order.
  { name: 'dear sales', kind: 'threshold', stream: 'orders', metric: 'sales', above: '90000000.00' },
  { name: 'euros gone', kind: 'absence', stream: 'eurex', after: '5s', for: '2s' },
  { name: 'far behind', kind: 'lag', above: '1h' },
];

beforeAll(async () => {
  webhook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      attempts += 1;
      if (answer === 200) {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Omit<Told, 'authorization'>;
        told.push({ ...body, authorization: request.headers.authorization });
      }
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  const file = join(folder, 'alerts.json');
  writeFileSync(file, JSON.stringify({ rules }));
  browser = await launchBrowser();
  dashboard = await startApp('dashboard', {
    ALERTS_FILE: file,
    ALERTS_STATE: join(folder, 'state.json'),
    ALERTS_EVERY: '1s',
    ALERTS_WEBHOOK_URL: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/hook/${token}`,
    ALERTS_WEBHOOK_TOKEN: token,
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
  webhook?.close();
  rmSync(folder, { recursive: true, force: true });
});

const patient = { timeoutMs: 120_000, intervalMs: 250 };
const of = (rule: string) => told.filter((one) => one.rule === rule).map(({ status }) => status);
const toldOf = (rule: string, statuses: string[]) =>
  waitFor(() => of(rule).join() === statuses.join(), {
    ...patient,
    what: `${rule} to be ${statuses.join()}`,
  });

async function order(total: string): Promise<void> {
  const event = {
    order_id: uniqueName('alert'),
    customer_id: 'alerts',
    product_id: 'p',
    product_name: 'thing',
    category: 'alerts',
    quantity: 1,
    unit_price: total,
    total,
    country: 'DE',
    channel: 'web',
    ordered_at: new Date().toISOString(),
  };
  const response = await fetch(`${gateway}/v1/events/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  expect(response.status).toBe(202);
}

test('a stream without events is told of, and the page and the header show it', async () => {
  await toldOf('euros gone', ['firing']);
  const { page, complaints } = await openPage(browser, `${dashboard.url}/alerts`);
  await page
    .locator('[data-alert="euros gone"]')
    .getByText('firing', { exact: true })
    .waitFor({ timeout: 60_000 });
  await page
    .locator('[data-alert="far behind"]')
    .getByText('ok', { exact: true })
    .waitFor({ timeout: 60_000 });
  await page.locator('.alert-badge [data-firing="1"]').waitFor({ timeout: 60_000 });
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'alerts');
  const small = await openPage(browser, `${dashboard.url}/alerts`, { width: 400, dark: true });
  await small.page.locator('[data-alert="euros gone"]').waitFor({ timeout: 60_000 });
  expect(await small.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  expect(await violations(small.page)).toEqual([]);
  await screenshot(small.page, 'alerts-dark-400');
  await page.goto(dashboard.url);
  await page.getByLabel('Pipeline').getByRole('link', { name: 'euros gone' }).waitFor({ timeout: 60_000 });
  expect([...complaints, ...small.complaints]).toEqual([]);
  await page.context().close();
  await small.page.context().close();
}, 300_000);

test('a value above the threshold fires on the final window and is over with the next one', async () => {
  await order('95000000.50');
  await toldOf('dear sales', ['firing']);
  expect(told.find(({ rule }) => rule === 'dear sales')).toMatchObject({
    authorization: `Bearer ${token}`,
    value: expect.stringMatching(/^9\d{7}\.\d/) as unknown,
  });
  // A later window with a small sum, which becomes final too.
  await waitFor(
    async () => {
      await order('1.00');
      return of('dear sales').includes('resolved');
    },
    { timeoutMs: 120_000, intervalMs: 5_000, what: 'dear sales to be resolved' },
  );
  const [fired, resolved] = told.filter(({ rule }) => rule === 'dear sales');
  expect(resolved?.id).toBe(fired?.id);
}, 300_000);

test('while the webhook fails it is asked again; a restart neither forgets that nor tells of a firing alert anew', async () => {
  answer = 500;
  attempts = 0;
  await order('95000000.50');
  await waitFor(() => attempts >= 3, { ...patient, what: 'three attempts' });
  expect(of('dear sales')).toEqual(['firing', 'resolved']);
  dashboard.kill('SIGKILL');
  answer = 200;
  await dashboard.restart();
  await waitFor(() => of('dear sales').length >= 3, { ...patient, what: 'the owed message' });
  expect(of('dear sales')[2]).toBe('firing');
  const absent = async () => {
    const view = (await (await fetch(`${dashboard.url}/api/alerts`)).json()) as {
      alerts: { name: string; state: string; summary?: string }[];
    };
    return view.alerts.find(({ name }) => name === 'euros gone');
  };
  await waitFor(async () => (await absent())?.summary !== undefined, {
    ...patient,
    what: 'a look at the rule',
  });
  expect((await absent())?.state).toBe('firing');
  // It has fired since before the restart: told once, although the rule was looked at again since.
  expect(of('euros gone')).toEqual(['firing']);
}, 300_000);

test('neither the address nor the token is in the log', () => {
  expect(dashboard.logs()).toContain('alert euros gone: firing');
  expect(dashboard.logs()).not.toContain(token);
  expect(readFileSync(join(folder, 'state.json'), 'utf8')).not.toContain(token);
});

test('rules that are wrong stop the start, with the rule and the field', async () => {
  const file = join(folder, 'wrong.json');
  writeFileSync(
    file,
    JSON.stringify({ rules: [{ name: 'x', kind: 'absence', stream: 'frames', after: 5 }] }),
  );
  await expect(startApp('dashboard', { ALERTS_FILE: file })).rejects.toThrow(/field .{1,2}after/);
}, 60_000);
