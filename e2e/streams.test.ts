import type { Clickhouse } from '@weir/clickhouse';
import { streamByName, type StreamDefinition } from '@weir/streams';
import { uniqueName, waitFor } from '@weir/testing';
import { bruteForce, type JsonEvent } from './support/brute-force.ts';
import { clickhouseAsOwner } from './support/clickhouse-as-owner.ts';
import { seededRandom } from './support/seeded-random.ts';
import { expectSeries } from './support/series-of-run.ts';

// Receipts, orders and exchange rows as their users send them, on both ports; every window against a brute-force count.
// Each test has a run of its own on the shared stack.
const gateway = process.env['GATEWAY_URL'] ?? '';
const dashboard = process.env['DASHBOARD_URL'] ?? '';
let clickhouse: Clickhouse;

beforeAll(() => {
  clickhouse = clickhouseAsOwner();
});

afterAll(() => clickhouse.close());

async function post(url: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function named(name: string): StreamDefinition {
  const stream = streamByName(name);
  if (stream === undefined) throw new Error(name);
  return stream;
}

async function openRun(stream: string): Promise<string> {
  const { body } = await post(`${gateway}/v1/runs`, { stream, name: uniqueName('streams') });
  return String(body['run_id']);
}

const finish = (run: string) => post(`${gateway}/v1/runs/${run}/finish`, {});

/** Sends events one by one, in turn to each address; all must be accepted. */
async function sendInTurn(
  addresses: readonly string[],
  run: string,
  events: readonly JsonEvent[],
): Promise<void> {
  for (const [index, event] of events.entries()) {
    const answer = await post(`${addresses[index % addresses.length]}?run=${run}`, event);
    expect(answer).toEqual({ status: 202, body: { accepted: 1, rejected: 0 } });
  }
}

const random = seededRandom(20);
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
const cents = (value: number) => (value / 100).toFixed(2);
const startMs = Date.UTC(2026, 0, 31, 12);
const iso = (ms: number) => new Date(ms).toISOString();

function receipt(index: number): JsonEvent & { readonly total: string } {
  const lines = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const quantity = 1 + Math.floor(random() * 5);
    const price = 1 + Math.floor(random() * 900);
    return { product: 'p', category: pick(['dairy', 'bakery', 'drinks']), quantity, price };
  });
  return {
    receipt_id: uniqueName('r'),
    store_id: pick(['s-1', 's-2', 's-3', 's-4', 's-5']),
    // Within the grace in any order: nothing is late.
    issued_at: iso(startMs + ((index * 1_777) % 9_000)),
    currency: 'EUR',
    payment_method: pick(['cash', 'card']),
    items: lines.map(({ price, quantity, ...line }) => ({
      ...line,
      quantity,
      unit_price: cents(price),
      total: cents(price * quantity),
    })),
    total: cents(lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0)),
  };
}

test('receipts: POST /receipt on both ports; count, revenue and both category metrics are exact', async () => {
  const run = await openRun('receipts');
  const events = Array.from({ length: 60 }, (_, index) => receipt(index));
  await sendInTurn([`${gateway}/receipt`, `${dashboard}/receipt`], run, events);
  await finish(run);
  await expectSeries(clickhouse, {
    stream: 'receipts',
    run,
    expected: bruteForce(named('receipts'), events),
  });

  const stored = () =>
    clickhouse.query<{ id: string; pieces: number | string }>(
      `SELECT receipt_id AS id, arraySum(items.quantity) AS pieces FROM events_receipts FINAL
       WHERE run_id = {run:String} AND total > 50 ORDER BY id`,
      { run },
    );
  const high = events.filter(({ total }) => Number(total) > 50);
  expect(high.length).toBeGreaterThan(0);
  await waitFor(async () => (await stored()).length === high.length, {
    what: `${high.length} receipts of a high amount`,
    timeoutMs: 30_000,
  });
});

test('receipts: a total that is not the sum of its items is refused on both ports, with path and both numbers', async () => {
  const good = receipt(0);
  const wrong = { ...good, total: cents(Math.round(Number(good.total) * 100) + 1) };
  const error = {
    path: '/total',
    message: `is ${wrong.total}, but items.total adds up to ${good.total}`,
  };
  const run = await openRun('receipts');
  for (const address of [`${gateway}/receipt`, `${dashboard}/receipt`]) {
    const alone = await post(`${address}?run=${run}`, wrong);
    expect(alone).toMatchObject({
      status: 400,
      body: { accepted: 0, rejected: 1, errors: [{ index: 0, ...error }] },
    });
    const mixed = await post(`${address}?run=${run}`, [receipt(1), wrong]);
    expect(mixed).toMatchObject({
      status: 207,
      body: { accepted: 1, rejected: 1, errors: [{ index: 1, ...error }] },
    });
  }
  await finish(run);
});

test('orders: sales in all, by category, country and channel, and customers, are exact', async () => {
  const run = await openRun('orders');
  const events = Array.from({ length: 80 }, (_, index): JsonEvent => {
    const quantity = 1 + Math.floor(random() * 3);
    const price = 100 + Math.floor(random() * 20_000);
    return {
      order_id: uniqueName('o'),
      customer_id: `c-${Math.floor(random() * 12)}`,
      product_id: 'p-1',
      product_name: 'a thing',
      category: pick(['shoes', 'books', 'home']),
      quantity,
      unit_price: cents(price),
      total: cents(price * quantity),
      country: pick(['DE', 'FR', 'NL']),
      channel: pick(['web', 'app', 'store']),
      ordered_at: iso(startMs + 5_000 + ((index * 1_777) % 9_000)),
    };
  });
  await sendInTurn([`${gateway}/orders`, `${dashboard}/orders`], run, events);
  await finish(run);
  await expectSeries(clickhouse, { stream: 'orders', run, expected: bruteForce(named('orders'), events) });
});

const prices = (from: number) => {
  const seen = Array.from({ length: 4 }, () => from + Math.floor(random() * 400) - 200);
  return {
    start_price: cents(seen[0] ?? 0),
    max_price: cents(Math.max(...seen)),
    min_price: cents(Math.min(...seen)),
    end_price: cents(seen[3] ?? 0),
  };
};

test('xetra: open, high, low, close, volume and trades by ticker, also where its keys lie in several partitions', async () => {
  const run = await openRun('xetra');
  const { example } = named('xetra');
  // Each ticker has six ISINs here, so that its first and last trade are mostly in different partitions.
  const events = Array.from({ length: 120 }, (_, index): JsonEvent => ({
    ...example,
    isin: `DE00000000${index % 12}`,
    mnemonic: ['AAA', 'BBB'][index % 2],
    traded_at: iso(startMs + index * 1_009),
    ...prices(5_000),
    traded_volume: Math.floor(random() * 1_000),
    number_of_trades: 1 + Math.floor(random() * 20),
  }));
  expect((await post(`${gateway}/v1/events/xetra?run=${run}`, events)).body).toEqual({
    accepted: 120,
    rejected: 0,
  });
  await finish(run);
  await expectSeries(clickhouse, { stream: 'xetra', run, expected: bruteForce(named('xetra'), events) });
});

test('eurex: contracts and trades by segment and by type; empty cells, negative prices and large ids are kept', async () => {
  const run = await openRun('eurex');
  const { example } = named('eurex');
  const spread = {
    security_type: 'MLEG',
    maturity_date: null,
    strike_price: null,
    put_or_call: null,
    contract_generation_number: null,
    mleg: 'FDAX.S.SEP17.DEC17',
    security_id: '9223372036854775807',
    underlying_symbol: null,
    underlying_isin: null,
  };
  const events = Array.from({ length: 90 }, (_, index): JsonEvent => ({
    ...example,
    isin: `DE000000001${index % 7}`,
    market_segment: pick(['OESX', 'FBTP', 'FDAX']),
    ...(index % 3 === 0 ? spread : { put_or_call: pick(['Put', 'Call']) }),
    traded_at: iso(startMs + index * 1_500),
    ...prices(index % 3 === 0 ? -100 : 5_000),
    number_of_contracts: Math.floor(random() * 500),
    number_of_trades: 1 + Math.floor(random() * 9),
  }));
  expect((await post(`${gateway}/v1/events/eurex?run=${run}`, events)).body).toEqual({
    accepted: 90,
    rejected: 0,
  });
  await finish(run);
  await expectSeries(clickhouse, { stream: 'eurex', run, expected: bruteForce(named('eurex'), events) });

  const sql = `SELECT security_id, mleg, put_or_call, maturity_date, toString(strike_price) AS strike_price,
          toString(min_price) AS min_price FROM events_eurex FINAL WHERE run_id = {run:String} ORDER BY traded_at LIMIT 2`;
  await waitFor(async () => (await clickhouse.query(sql, { run })).length === 2, { timeoutMs: 30_000 });
  const number = (value: unknown) => String(Number(value));
  expect(await clickhouse.query(sql, { run })).toEqual([
    {
      security_id: '9223372036854775807',
      mleg: 'FDAX.S.SEP17.DEC17',
      put_or_call: null,
      maturity_date: null,
      strike_price: null,
      min_price: number(events[0]?.['min_price']),
    },
    {
      security_id: example['security_id'],
      mleg: null,
      put_or_call: events[1]?.['put_or_call'],
      maturity_date: example['maturity_date'],
      strike_price: '3500',
      min_price: number(events[1]?.['min_price']),
    },
  ]);
});
