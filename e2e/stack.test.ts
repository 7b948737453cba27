import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClickhouse } from '@weir/clickhouse';
import { createAdmin, createKafka, createProducer, createRegistry, readLog } from '@weir/kafka';
import { isPortFree, startStack, workspaceFolder, type ProcessEvent, type Stack } from '@weir/local';
import { createLogger } from '@weir/runtime';
import { transactionSchema } from '@weir/schemas';
import { uniqueName, waitFor } from '@weir/testing';

const log = createLogger({ name: 'stack-test', level: 'silent' });
const folders: string[] = [];
let stack: Stack;

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'weir-stack-test-'));
  folders.push(folder);
  return folder;
}

const connection = ({ brokers }: Stack) => ({ brokers: [brokers], clientId: 'stack-test', log });
const clickhouse = ({ clickhouseUrl }: Stack, user = 'default') =>
  createClickhouse({ url: clickhouseUrl, user, password: '' });

async function createTopic(on: Stack): Promise<string> {
  const topic = uniqueName('kept');
  const admin = await createAdmin(createKafka(connection(on)));
  await admin.createTopics([{ topic, partitions: 2 }]).finally(() => admin.close());
  return topic;
}

async function recordsIn(on: Stack, topic: string): Promise<number> {
  let records = 0;
  for await (const batch of readLog({ ...connection(on), topic, from: 'beginning', until: 'end' })) {
    records += batch.records.length;
  }
  return records;
}

beforeAll(async () => {
  stack = await startStack({ dataDir: emptyFolder() });
});

afterAll(async () => {
  await stack.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('a service that is killed with -9 and started again', () => {
  test('Kafka holds every record that it had acknowledged', async () => {
    const topic = await createTopic(stack);
    const producer = createProducer(connection(stack));
    const records = Array.from({ length: 1_000 }, (_, i) => ({
      topic,
      key: `${i}`,
      value: Buffer.from('x'),
    }));
    await producer.sendBatch(records);
    stack.services.kafka.kill('SIGKILL');
    await producer.close();
    await stack.services.kafka.restart();
    expect(await recordsIn(stack, topic)).toBe(1_000);
  });

  test('the registry knows the schema that it had just given an id', async () => {
    const registry = createRegistry({ url: stack.registryUrl });
    const subject = `${uniqueName('kept')}-value`;
    const id = await registry.register(subject, transactionSchema, { compatibility: 'BACKWARD' });
    stack.services.registry.kill('SIGKILL');
    await stack.services.registry.restart();
    const after = createRegistry({ url: stack.registryUrl });
    expect(await after.latestId(subject)).toBe(id);
    expect(await after.schemaById(id)).toEqual(transactionSchema);
  });

  test('ClickHouse holds the rows that were inserted', async () => {
    const client = clickhouse(stack);
    await client.command('CREATE DATABASE kept');
    await client.command('CREATE TABLE kept.rows (n UInt32) ENGINE = MergeTree ORDER BY n');
    await client.command('INSERT INTO kept.rows SELECT number FROM numbers(1000)');
    stack.services.clickhouse.kill('SIGKILL');
    await stack.services.clickhouse.restart();
    expect(await client.query('SELECT count() AS n FROM kept.rows')).toEqual([{ n: 1000 }]);
    await client.close();
  });
});

test('the dashboard user reads with bound parameters and changes nothing', async () => {
  const client = clickhouse(stack, 'weir_dashboard');
  expect(await client.query('SELECT {n:UInt8} + 1 AS n', { n: 2 })).toEqual([{ n: 3 }]);
  await expect(client.command('CREATE DATABASE mine')).rejects.toThrow(/readonly/i);
  await client.close();
});

test('two stacks run side by side and know nothing of each other', async () => {
  const other = await startStack({ dataDir: emptyFolder() });
  try {
    const topic = await createTopic(other);
    const admin = await createAdmin(createKafka(connection(stack)));
    expect(await admin.listTopics()).not.toContain(topic);
    await admin.close();
  } finally {
    await other.stop();
  }
});

test('a service that ends by itself is started again, and that is said', async () => {
  const events: ProcessEvent[] = [];
  const given = { kafka: stack.brokers, registry: stack.registryUrl };
  const watched = await startStack({
    dataDir: emptyFolder(),
    given,
    restartEnded: true,
    on: (event) => events.push(event),
  });
  try {
    expect(watched.brokers).toBe(stack.brokers);
    watched.services.clickhouse.kill('SIGKILL');
    await waitFor(() => events.some((event) => event.kind === 'ready' && event.again), { timeoutMs: 20_000 });
    expect(events).toContainEqual(expect.objectContaining({ how: 'was ended by SIGKILL', retryInMs: 500 }));
    expect(await clickhouse(watched).query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  } finally {
    await watched.stop();
  }
});

describe('one clear line', () => {
  test('for a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const start = startStack({ dataDir: emptyFolder(), ports: { kafka: port } });
    await expect(start).rejects.toThrow(
      `port ${port} (Kafka) is taken by another program: end that one, or choose another port with KAFKA_PORT`,
    );
    server.close();
  });

  test('for a data folder that a running stack has', async () => {
    const dataDir = emptyFolder();
    const first = await startStack({ dataDir, given: { kafka: stack.brokers, registry: stack.registryUrl } });
    await expect(startStack({ dataDir })).rejects.toThrow(
      `the data folder ${dataDir} is in use by a running stack (process ${process.pid}): ` +
        'end that one, or choose another folder with --data or WEIR_DATA',
    );
    await first.stop();
  });
});

test('when the supervisor is killed with -9 its services end, and the next start has their data', async () => {
  const dataDir = emptyFolder();
  const first = await startStack({ dataDir });
  const ports = {
    kafka: first.services.kafka.port,
    registry: first.services.registry.port,
    clickhouse: first.services.clickhouse.port,
  };
  const topic = await createTopic(first);
  await first.stop();

  const supervisor = spawn(
    process.execPath,
    ['--import', 'tsx', join(workspaceFolder, 'infra/local/src/main.ts')],
    {
      env: {
        ...process.env,
        KAFKA_BROKERS: '',
        SCHEMA_REGISTRY_URL: '',
        CLICKHOUSE_URL: '',
        WEIR_DATA: dataDir,
        KAFKA_PORT: String(ports.kafka),
        REGISTRY_PORT: String(ports.registry),
        CLICKHOUSE_PORT: String(ports.clickhouse),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  supervisor.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await waitFor(() => said.match(/ ready on /g)?.length === 3, { timeoutMs: 30_000, what: 'three services' });
  const ended = once(supervisor, 'exit');
  supervisor.kill('SIGKILL');
  await ended;

  const second = await startStack({ dataDir, ports });
  try {
    const admin = await createAdmin(createKafka(connection(second)));
    expect(await admin.listTopics()).toContain(topic);
    await admin.close();
  } finally {
    await second.stop();
  }
  const free = await Promise.all(Object.values(ports).map((port) => isPortFree(port)));
  expect(free).toEqual([true, true, true]);
}, 120_000);
