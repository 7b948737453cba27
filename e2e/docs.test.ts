import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clickhouse } from '@weir/clickhouse';
import { testStack, uniqueName, waitFor, type TestStack } from '@weir/testing';
import { clickhouseAsOwner } from './support/clickhouse-as-owner.ts';
import { applyDiff, docBlocks, type DocBlock } from './support/doc-blocks.ts';
import { runProvision } from './support/run-provision.ts';
import { startCopiedApp, type CopiedApp } from './support/start-copied-app.ts';
import { workspaceCopy } from './support/workspace-copy.ts';

// docs/add-a-stream.md and docs/change-a-schema.md, followed to the letter in a copy of the workspace: the files, diffs
// and commands below are the pages' own.
jest.setTimeout(400_000);
let copy: ReturnType<typeof workspaceCopy>;
let stack: TestStack;
let clickhouse: Clickhouse;
const apps: CopiedApp[] = [];

beforeAll(async () => {
  copy = workspaceCopy();
  stack = await testStack({ provision: false });
  clickhouse = clickhouseAsOwner(stack.clickhouseUrl);
});

afterAll(async () => {
  for (const app of apps.reverse()) await app.stop();
  await clickhouse?.close();
  await stack?.stop();
  copy?.remove();
}, 60_000);

const inCopy = (file: string) => join(copy.folder, file);
const migrations = () => readdirSync(inCopy('infra/clickhouse')).filter((name) => name.endsWith('.sql'));

/** What `npm run generate` runs. */
function generate(): void {
  for (const script of ['libs/schemas/generate/main.ts', 'apps/provision/generate/main.ts']) {
    execFileSync(process.execPath, ['--import', 'tsx', inCopy(script)], { cwd: copy.folder });
  }
}

function writeFiles(blocks: readonly DocBlock[]): void {
  for (const { language, file, text } of blocks) {
    if (file === undefined || language === 'sql') continue;
    const before = language === 'diff' ? readFileSync(inCopy(file), 'utf8') : '';
    writeFileSync(inCopy(file), language === 'diff' ? applyDiff(before, text) : text);
  }
}

/** Provisions and starts an app of the copy as it is now. */
async function start(app: 'gateway' | 'aggregator'): Promise<CopiedApp> {
  const started = await startCopiedApp(copy.folder, app, { ...stack.env, LOG_LEVEL: 'error' });
  apps.push(started);
  return started;
}

/** Types a command of the page, with the addresses of this stack in place of the usual ones. */
function type(command: string | undefined, gateway: CopiedApp): string {
  const text = (command ?? '')
    .replaceAll('localhost:4000', gateway.url)
    .replaceAll('localhost:8123', stack.clickhouseUrl);
  return execFileSync('bash', ['-c', text], { encoding: 'utf8' });
}

const shells = (blocks: readonly DocBlock[]) =>
  blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);

let oldGateway: CopiedApp;

test('add a stream: the page’s two files and two lines are enough to send events and see their windows', async () => {
  const blocks = docBlocks('add-a-stream.md');
  writeFiles(blocks);
  generate();
  expect(migrations().at(-1)).toMatch(/^\d{4}_events_parcels\.sql$/);
  expect(await runProvision(stack.env, [], copy.folder)).toMatchObject({ exitCode: 0, stderr: '' });
  [oldGateway] = await Promise.all([start('gateway'), start('aggregator')]);

  const [send, look] = shells(blocks);
  expect(JSON.parse(type(send, oldGateway))).toEqual({ accepted: 3, rejected: 0 });
  const promised = blocks.find(({ language }) => language === 'text')?.text;
  await waitFor(() => type(look, oldGateway) === promised, {
    what: 'the windows that the page promises',
    timeoutMs: 60_000,
    intervalMs: 300,
  });
});

test('change a schema: a new field comes while events flow; old and new gateways’ events are all stored and counted', async () => {
  const blocks = docBlocks('change-a-schema.md');
  const order = (id: string, more: object = {}) => ({
    order_id: id,
    customer_id: 'c-1',
    product_id: 'p-1',
    product_name: 'thing',
    category: 'books',
    quantity: 1,
    unit_price: '10.00',
    total: '10.00',
    country: 'DE',
    channel: 'web',
    ordered_at: new Date().toISOString(),
    ...more,
  });
  const post = async (gateway: CopiedApp, event: object) => {
    const response = await fetch(`${gateway.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
    });
    return { status: response.status, text: await response.text() };
  };
  // Clients go on all the time, until the end.
  const sent: string[] = [];
  let isOver = false;
  const flow = (async () => {
    while (!isOver) {
      const id = uniqueName('old');
      expect(await post(oldGateway, order(id))).toMatchObject({ status: 202 });
      sent.push(id);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  const stop = async () => {
    isOver = true;
    await flow;
  };
  try {
    await waitFor(() => sent.length >= 3, { what: 'events before the change', timeoutMs: 30_000 });
    writeFiles(blocks);
    generate();
    const shown = blocks.find(({ language }) => language === 'sql');
    const name = migrations().at(-1) ?? '';
    expect(name.replace(/^\d{4}/, 'NNNN')).toBe(shown?.file?.replace('infra/clickhouse/', ''));
    expect(readFileSync(inCopy(`infra/clickhouse/${name}`), 'utf8')).toContain(shown?.text);
    expect(await runProvision(stack.env, [], copy.folder)).toMatchObject({ exitCode: 0, stderr: '' });

    const newGateway = await start('gateway');
    const fresh = uniqueName('new');
    expect(await post(newGateway, order(fresh, { coupon: 'SPRING' }))).toMatchObject({ status: 202 });
    const refused = await post(oldGateway, order(uniqueName('refused'), { coupon: 'SPRING' }));
    expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('/coupon') as unknown });
    expect(refused.text).toContain('is not a field of Order');
    const before = sent.length;
    await waitFor(() => sent.length >= before + 3, { what: 'events after the change', timeoutMs: 30_000 });
    await stop();

    const [look] = shells(blocks);
    const expected = [...sent.map((id) => `${id}\t\\N`), `${fresh}\tSPRING`].sort();
    const rows = () => type(look, newGateway).trimEnd().split('\n').sort();
    await waitFor(() => rows().length === expected.length, { what: 'all orders', timeoutMs: 60_000 });
    expect(rows()).toEqual(expected);
    const counted = async () => {
      const [row] = await clickhouse.query<{ n: number | string }>(
        "SELECT sum(value) AS n FROM series WHERE stream = 'orders' AND metric = 'count'",
      );
      return Number(row?.n);
    };
    await waitFor(async () => (await counted()) === expected.length, {
      what: 'all orders counted',
      timeoutMs: 60_000,
    });
  } finally {
    await stop();
  }
});
