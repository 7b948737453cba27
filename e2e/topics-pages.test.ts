/// <reference lib="dom" />
import {
  createAdmin,
  createKafka,
  createProducer,
  createRegistry,
  type KafkaAdmin,
  type Producer,
} from '@weir/kafka';
import { createCodec, transactionSchema } from '@weir/schemas';
import { uniqueName, waitFor } from '@weir/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage, screenshot } from './browser.ts';
import { sharedKafka } from './support/shared-kafka.ts';
import { violations } from './support/violations.ts';

// The topics pages in a real browser, on the shared stack; topics and dead letters of their own.
const connection = sharedKafka('topics-pages-test');
const url = process.env['DASHBOARD_URL'] ?? '';
const slow = { timeout: 60_000 };
let browser: Browser;
let admin: KafkaAdmin;
let producer: Producer;
const topic = uniqueName('sales');

const sale = (n: number) => ({
  transaction_id: `sale-${n}`,
  user_id: `user-${n % 7}`,
  amount: BigInt(n * 10_000),
  currency: 'EUR',
  product: n % 2 === 0 ? 'tea' : 'cup',
  payment_method: null,
  created_at: Date.UTC(2026, 0, 31, 12) + n * 1_000,
});

/** Avro with a schema of two versions, a record that is no Avro in the middle, and a pause before the last ten. */
async function fill(): Promise<void> {
  await admin.createTopics([{ topic, partitions: 1 }]);
  const registry = createRegistry({ url: process.env['SCHEMA_REGISTRY_URL'] ?? '' });
  const { fields } = transactionSchema;
  const older = { ...transactionSchema, fields: fields.filter(({ name }) => name !== 'payment_method') };
  await registry.register(`${topic}-value`, older, { compatibility: 'BACKWARD' });
  const id = await registry.register(`${topic}-value`, transactionSchema, { compatibility: 'BACKWARD' });
  const codec = createCodec(transactionSchema);
  const send = (from: number, to: number) =>
    producer.sendBatch(
      Array.from({ length: to - from }, (_, i) => ({
        topic,
        key: `user-${(from + i) % 7}`,
        value: codec.encodeWire(id, sale(from + i)),
        headers: { batch: `b${from}` },
      })),
    );
  await send(0, 60);
  await producer.send({ topic, key: 'bad', value: Buffer.from([0, 0, 1, 0x86, 0x9f, 7, 7]) });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await send(60, 70);
}

beforeAll(async () => {
  [admin, browser] = await Promise.all([createAdmin(createKafka(connection)), launchBrowser()]);
  producer = createProducer(connection);
  await fill();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await producer?.close();
  await admin?.close();
});

const rows = (page: Page) => page.locator('.messages tbody tr');
const status = (page: Page) => page.locator('.message-bar [role=status]');

test('a topic’s messages: exact, filtered, with the bad one among them, and from a time on', async () => {
  const { page, complaints } = await openPage(browser, `${url}/topics`);
  await page.getByLabel('Find a topic').fill(topic);
  await page.getByRole('link', { name: topic }).click();
  await status(page).getByText('50 found · scanned 50 of 71').waitFor(slow);
  expect(await rows(page).count()).toBe(50);
  await page.getByRole('button', { name: 'More' }).click();
  await status(page).getByText('71 found · scanned 71 of 71, this is all').waitFor(slow);
  expect(await rows(page).count()).toBe(71);

  const bad = rows(page).filter({ hasText: 'cannot be decoded' });
  expect(await bad.count()).toBe(1);
  await bad.getByRole('button').click();
  await page.locator('.message-detail').getByText('schema id 99999').waitFor(slow);
  await rows(page).first().getByRole('button').click();
  const detail = page.locator('.message-detail').first();
  expect(JSON.parse((await detail.getByLabel('Value').textContent()) ?? '')).toMatchObject({
    transaction_id: 'sale-69',
    amount: '69.00',
  });
  expect(await detail.getByLabel('Headers').textContent()).toBe('batchb60');
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'topic-messages-light');

  await page.getByLabel('Fields').fill('product=tea; amount>=60');
  await page.getByRole('button', { name: 'Search' }).click();
  await status(page).getByText('5 found · scanned 71 of 71, this is all').waitFor(slow);
  expect(page.url()).toContain('field=product%3Dtea');

  await page.getByRole('link', { name: 'Link to this place' }).waitFor({ state: 'detached' });
  const times = await page.evaluate(
    async (path) => {
      const body = (await (await fetch(path)).json()) as { messages: { time: string }[] };
      return body.messages.map(({ time }) => time);
    },
    `/api/topics/${topic}/messages?from=oldest&limit=500&field=${encodeURIComponent('product~')}`,
  );
  await page.goto(`${url}/topics/${topic}`);
  await page.getByLabel('From').selectOption('time');
  await page.getByLabel(/^Time/).fill((times[60] ?? '').slice(0, 23));
  await page.getByRole('button', { name: 'Search' }).click();
  await status(page).getByText('10 found · scanned 10 of 10, this is all').waitFor(slow);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 240_000);

test('what changed between two versions of a schema; settings and consumers; a live tail', async () => {
  const { page, complaints } = await openPage(browser, `${url}/topics/${topic}`, { width: 400, dark: true });
  await page.getByRole('link', { name: 'Schema' }).click();
  await page.locator('.diff-added').filter({ hasText: '"name": "payment_method"' }).waitFor(slow);
  expect(await page.locator('.diff-removed').count()).toBeLessThanOrEqual(2);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'topic-schema-dark-400');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('rowheader', { name: 'cleanup.policy' }).waitFor(slow);
  await page.getByRole('link', { name: 'Consumers' }).click();
  await page.getByText('No group has committed anything here.').waitFor(slow);

  await page.getByRole('link', { name: 'Messages' }).click();
  await page.getByRole('button', { name: 'Follow live' }).click();
  await page.getByText('Waiting for new messages').waitFor(slow);
  await waitFor(
    async () => {
      await producer.send({ topic, key: 'live', value: Buffer.from('{"hello":"world"}') });
      return (await rows(page).count()) > 0;
    },
    { timeoutMs: 30_000, what: 'a message of the live tail' },
  );
  expect(await rows(page).first().textContent()).toContain('{"hello":"world"}');
  await screenshot(page, 'topic-live-dark-400');
  expect(complaints).toEqual([]);
  await page.context().close();
}, 240_000);

async function countedIn(runId: string): Promise<string> {
  const query = `SELECT toString(sum(value)) FROM weir.series WHERE stream = 'transactions' AND metric = 'income' AND run_id = '${runId}'`;
  const response = await fetch(`${process.env['CLICKHOUSE_URL']}/?query=${encodeURIComponent(query)}`);
  return (await response.text()).trim();
}

test('a dead letter is mended and sent again by mouse, and counts', async () => {
  const reason = uniqueName('wrong');
  const events = ['much', 'more'].map((amount, n) => ({
    transaction_id: `${reason}-${n}`,
    user_id: `user-${n}`,
    amount,
    created_at: '2026-01-31T12:00:00.000Z',
  }));
  await producer.sendBatch(
    events.map((event, n) => ({
      topic: 'transactions.dlq',
      key: `${reason}-0-${n}`,
      value: Buffer.from(JSON.stringify(event)),
      headers: {
        reason,
        detail: `/amount: expected a number such as 12.5 or "12.50", got "${event.amount}"`,
        origin: `${reason}-0-${n}`,
        at: new Date().toISOString(),
      },
    })),
  );
  const { page, complaints } = await openPage(
    browser,
    `${url}/dead-letters?stream=transactions&reason=${reason}`,
  );
  const letter = page.getByRole('button', { name: `dead letter ${reason}-0-0` });
  await letter.click(slow);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('Not valid: /amount').waitFor(slow);
  const text = page.getByLabel('The event; what you change here is sent');
  await text.fill((await text.inputValue()).replace('"much"', '"12.34"'));
  expect(await page.getByLabel('Send it').inputValue()).toBe('run');
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'dead-letters-light');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('The gateway would take it.').waitFor(slow);
  await page.getByRole('button', { name: 'Send again' }).click();
  const sent = page.getByText(/^Sent again as run [0-9a-z]{8}\.$/);
  await sent.waitFor(slow);
  const runId = /run ([0-9a-z]{8})/.exec((await sent.textContent()) ?? '')?.[1] ?? '';
  await waitFor(async () => (await countedIn(runId)) === '12.34', {
    timeoutMs: 60_000,
    what: 'the amount to be counted',
  });
  await page.getByRole('row').filter({ has: letter }).getByText('sent again').waitFor(slow);

  const headers = await page.evaluate(async (origin) => {
    const path = `/api/topics/transactions/messages?q=${encodeURIComponent(origin)}`;
    const body = (await (await fetch(path)).json()) as { messages: { headers: Record<string, string> }[] };
    return body.messages.map((message) => message.headers);
  }, `${reason}-0-0`);
  expect(headers).toEqual([{ origin: `${reason}-0-0`, run: runId }]);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 240_000);

test('consumer groups with their lag', async () => {
  const { page } = await openPage(browser, `${url}/groups`, { dark: true });
  await page.getByRole('button', { name: 'weir-aggregator' }).click(slow);
  await page.getByRole('link', { name: 'transactions', exact: true }).first().waitFor(slow);
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'groups-dark');
  await page.goto(`${url}/topics`);
  await page.getByRole('link', { name: topic }).waitFor(slow);
  expect(await violations(page)).toEqual([]);
  await screenshot(page, 'topics-dark');
  await page.context().close();
}, 180_000);
