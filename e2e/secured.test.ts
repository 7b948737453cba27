import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createClickhouse, type Clickhouse } from '@weir/clickhouse';
import { startApp, testStack, waitFor, type TestApp, type TestStack } from '@weir/testing';
import { runProvision } from './support/run-provision.ts';
import { runWeir } from './support/run-weir.ts';
import { tlsFront, type TlsFront } from './support/tls-front.ts';

// Kafka by TLS and login only, the registry and ClickHouse behind HTTPS with a login, all with a certificate that nobody
// trusts by default: every app, and ClickHouse itself, must come through with what the environment says.
const login = { username: 'weir', password: 's3cret&pass!word' };
let stack: TestStack;
const fronts: TlsFront[] = [];
let env: Record<string, string>;
let clickhouse: Clickhouse;
const apps: TestApp[] = [];
const said: string[] = [];

/** The shared stack's addresses must not be what is used when a variable is missing here. */
const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, '']));

beforeAll(async () => {
  stack = await testStack({ provision: false, secured: login });
  const { ca, keyStore, keyStorePassword } = stack.certificate!;
  const front = async (target: string, needsLogin: boolean) => {
    const made = await tlsFront({ target, keyStore, keyStorePassword, ...(needsLogin && { login }) });
    fronts.push(made);
    return made.url;
  };
  const registry = new URL(stack.registryUrl);
  env = {
    ...stack.env,
    SCHEMA_REGISTRY_URL: (await front(registry.origin, true)) + registry.pathname,
    SCHEMA_REGISTRY_USERNAME: login.username,
    SCHEMA_REGISTRY_PASSWORD: login.password,
    SCHEMA_REGISTRY_CA: ca,
    CLICKHOUSE_URL: await front(stack.clickhouseUrl, false),
    CLICKHOUSE_CA: ca,
    PROVISION_WAIT: '8s',
  };
  clickhouse = createClickhouse({
    url: env['CLICKHOUSE_URL']!,
    ca: readFileSync(ca, 'utf8'),
    database: 'weir',
    user: login.username,
    password: login.password,
  });
}, 180_000);

afterAll(async () => {
  await clickhouse?.close();
  for (const app of apps.toReversed()) await app.stop();
  await stack?.stop();
  for (const front of fronts) await front.close();
}, 60_000);

const start = async (name: 'gateway' | 'aggregator' | 'dashboard', further: Record<string, string> = {}) => {
  const app = await startApp(name, { ...env, ...further });
  apps.push(app);
  return app;
};

test('an event goes through TLS and logins from the POST to the row and the page, exact', async () => {
  const provisioned = await runProvision(env);
  said.push(...provisioned.lines, provisioned.stderr);
  expect(provisioned).toMatchObject({ exitCode: 0, stderr: '' });

  const [gateway] = await Promise.all([start('gateway'), start('aggregator')]);
  const dashboard = await start('dashboard', { GATEWAY_URL: gateway.url });
  const now = Date.now();
  const events = Array.from({ length: 100 }, (_none, index) => ({
    transaction_id: `secured-${index}`,
    user_id: `${index % 10}c9e`,
    amount: '12.50',
    currency: 'EUR',
    payment_method: 'card',
    created_at: now,
  }));
  // A broker on a busy machine is given up now and then for a moment; a repeated event counts once.
  const isStored = async () => {
    const answer = await fetch(`${gateway.url}/v1/events/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
    expect(await answer.json()).toEqual({ accepted: 100, rejected: 0 });
    return true;
  };
  await waitFor(isStored, { timeoutMs: 30_000 });
  await waitFor(
    async () => {
      const [rows] = await clickhouse.query(
        'SELECT toUInt32(count()) AS rows, toString(sum(amount)) AS amount FROM events_transactions FINAL',
      );
      const [windows] = await clickhouse.query(
        "SELECT toString(sum(value)) AS income, toUInt32(sum(events)) AS events FROM series WHERE stream = 'transactions' AND metric = 'income'",
      );
      expect({ ...(rows as object), ...(windows as object) }).toEqual({
        rows: 100,
        amount: '1250',
        income: '1250',
        events: 100,
      });
      return true;
    },
    { timeoutMs: 45_000 },
  ).catch(async (error: unknown) => {
    const told = await clickhouse.query(
      "SELECT table, exceptions.text AS texts FROM system.kafka_consumers WHERE table LIKE '%transactions%'",
    );
    throw new Error(`ClickHouse tells: ${JSON.stringify(told)}`, { cause: error });
  });
  // The dashboard reads as its own user, who has no password here, through the same TLS.
  const page = await fetch(`${dashboard.url}/readyz`);
  expect(page.status).toBe(200);
}, 150_000);

test('the command line looks into topics and audits through TLS and logins', async () => {
  const tail = await runWeir(['tail', 'transactions', '--from', 'oldest', '--count', '1', '--json'], env);
  expect(tail).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(tail.stdout.split('\n')[0]!)).toMatchObject({ value: { amount: '12.50' } });
  said.push(tail.stderr);
}, 60_000);

test.each<[string, () => Record<string, string>, RegExp]>([
  [
    'a wrong password of Kafka',
    () => ({ KAFKA_SASL_PASSWORD: 'no' }),
    /^provision: Kafka at .* refuses the login of weir by PLAIN: check KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD/,
  ],
  [
    'a wrong password of the registry',
    () => ({ SCHEMA_REGISTRY_PASSWORD: 'no' }),
    /^provision: schema registry .*: it refuses the login \(status 401\): check SCHEMA_REGISTRY_USERNAME/,
  ],
  [
    'a wrong password of ClickHouse',
    () => ({ CLICKHOUSE_PASSWORD: 'no' }),
    /^provision: ClickHouse refused .*: wrong user name or password; check CLICKHOUSE_USER and CLICKHOUSE_PASSWORD/,
  ],
  [
    'certificates that nobody vouches for',
    () => ({ ...without('SCHEMA_REGISTRY_CA', 'CLICKHOUSE_CA', 'KAFKA_SSL_CA'), KAFKA_SSL: '1' }),
    /set CLICKHOUSE_CA to the PEM.*set SCHEMA_REGISTRY_CA to the PEM.*set KAFKA_SSL_CA to the PEM/,
  ],
  [
    'a client without TLS at a port with it',
    () => without('KAFKA_SSL_CA', 'KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'),
    /closes the connection: does it expect TLS \(KAFKA_SSL=1, KAFKA_SSL_CA\)\?/,
  ],
  [
    'a login that is half set',
    () => without('KAFKA_SASL_MECHANISM'),
    /^provision: KAFKA_SASL_MECHANISM must be set too/,
  ],
])(
  '%s: one line that says what to do',
  async (_what, wrong, expected) => {
    const { exitCode, stderr } = await runProvision({ ...env, ...wrong(), PROVISION_WAIT: '1s' });
    said.push(stderr);
    expect(stderr).toMatch(expected);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBeGreaterThan(0);
  },
  60_000,
);

test('no password is in any log, nor in what ClickHouse tells of its tables', async () => {
  const folder = join(stack.dataDir, 'logs');
  const logs = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const tables = await clickhouse.query('SELECT create_table_query, engine_full FROM system.tables');
  const all = [...said, ...logs, ...apps.map((app) => app.logs()), JSON.stringify(tables)].join('\n');
  expect(all).toContain('kafka_sasl_username');
  expect(all).not.toContain(login.password);
  expect(all).not.toContain(encodeURIComponent(login.password));
});
