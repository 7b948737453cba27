import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clickhouse } from '@weir/clickhouse';
import { workspaceFolder, type Stack } from '@weir/local';
import { duplicatesTopic, type StreamDefinition } from '@weir/streams';
import { startApp, testStack, waitFor, type StartAppOptions, type TestApp } from '@weir/testing';
import { clickhouseAsOwner } from './clickhouse-as-owner.ts';
import type { StreamName } from './event-forms.ts';
import { startFlow, type Flow, type FlowOptions } from './flow.ts';
import { intoTopic, type TopicWriter } from './into-topic.ts';
import { knownEvents, type EventsOptions, type KnownEvent } from './known-events.ts';
import { newNamespace, type Namespace } from './namespace.ts';
import { oracle, windowName, type Expectation } from './oracle.ts';
import { readTopic } from './read-topic.ts';
import { runProvision } from './run-provision.ts';
import type { SendEvents } from './through-gateway.ts';

/** The short version is part of `npm test`; `npm run test:soak` runs the full one. */
export const soak = process.env['WEIR_SOAK'] === '1';

/** Events of a test: at least 200,000 in the full version. */
export const eventCount = (short: number) => (soak ? 200_000 : short);

/** What `/partitions` of the aggregator tells; see its PartitionWorker. */
export interface PartitionState {
  readonly stream: string;
  readonly partition: number;
  readonly position: number;
  readonly resume_offset: number;
  readonly rereading: boolean;
  /** Values of closed windows, dead letters and duplicates that wait to be published. */
  readonly pending: number;
  readonly fates: Readonly<Record<string, number>>;
}

export interface Aggregator extends TestApp {
  /** The partitions that it has now; none while it cannot be reached. */
  partitions(): Promise<readonly PartitionState[]>;
  /** How far it has read, over all its partitions. */
  position(): Promise<number>;
}

type Env = Record<string, string>;

interface Addresses {
  /** `host:port`. */
  readonly brokers: string;
  readonly registryUrl: string;
}

const logFolder = join(workspaceFolder, '.weir/logs/fire');

/** Provisioned names of their own for tests that break things, and what they ask of the stack. */
export interface FireStack extends Addresses {
  /** Of the stack and of the names in it, for any app. */
  readonly env: Env;
  readonly group: string;
  readonly clickhouse: Clickhouse;
  /** Partitions of all streams: what the instances of the aggregator share. */
  readonly partitions: number;
  /** A stream with its topics as they are called here. */
  streamNamed(name: StreamName): StreamDefinition;
  gateway(env?: Env): Promise<TestApp>;
  /** Writes events to a stream's topic as the gateway would. Close its producer in the end. */
  intoTopic(stream: StreamName): Promise<TopicWriter>;
  /** A flow that ends with the stack, if a failed test leaves it behind. */
  flow(events: EventsOptions, send: SendEvents, options?: FlowOptions): Flow;
  aggregator(env?: Env, options?: StartAppOptions): Promise<Aggregator>;
  /**
   * Waits until every window and the number of raw rows are those of the oracle, all of them final. Throws with the
   * first differences if that does not come. `furtherRows` are raw rows that are in no window.
   */
  expectExact(
    stream: StreamName,
    events: Iterable<KnownEvent>,
    options?: { furtherRows?: number },
  ): Promise<Expectation>;
  /**
   * Waits until the table `duplicates` holds the copies that the oracle knows of, each once, and the topic the same by
   * key. Gives how many records of the topic there are for them: more, when some were published again after a crash.
   */
  expectDuplicates(expected: Expectation): Promise<number>;
  stop(): Promise<void>;
}

const fetchPartitions = async (url: string): Promise<PartitionState[]> => {
  try {
    const answer = await fetch(`${url}/partitions`, { signal: AbortSignal.timeout(2_000) });
    return (await answer.json()) as PartitionState[];
  } catch {
    return [];
  }
};

/** How two sets of windows differ; nothing when they are equal. */
function differences(expected: ReadonlyMap<string, string>, actual: ReadonlyMap<string, string>): string[] {
  const names = new Set([...expected.keys(), ...actual.keys()]);
  return [...names]
    .filter((name) => expected.get(name) !== actual.get(name))
    .map((name) => `${name}: ${actual.get(name) ?? 'missing'}, must be ${expected.get(name) ?? 'absent'}`);
}

/** What an app said stays, for whoever wants to know why a test failed. */
function keepLog(name: string, log: string): void {
  mkdirSync(logFolder, { recursive: true });
  const test = basename(expect.getState().testPath ?? '', '.test.ts');
  writeFileSync(join(logFolder, `${test}-${name}.log`), log);
}

/** On the stack that all files share: for tests that break apps, and no service. */
export function fireStack(): Promise<FireStack> {
  const address = (name: string): string => {
    const value = process.env[name];
    if (value === undefined)
      throw new Error(`${name} is set by e2e/fire/setup; run this with its Jest configuration`);
    return value;
  };
  const env = Object.fromEntries(
    ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL', 'CLICKHOUSE_URL'].map((name) => [name, address(name)]),
  );
  return fireOn({
    brokers: address('KAFKA_BROKERS'),
    registryUrl: address('SCHEMA_REGISTRY_URL'),
    clickhouseUrl: address('CLICKHOUSE_URL'),
    env,
  });
}

/** On a stack that is nobody else's: its services may be broken as well. */
export async function ownFireStack(
  kind: { readonly brokers?: number } = {},
): Promise<FireStack & Pick<Stack, 'services' | 'kafkaNodes'>> {
  const stack = await testStack({ provision: false, ...kind });
  try {
    const fire = await fireOn(stack);
    const stop = () => fire.stop().finally(() => stack.stop());
    return { ...fire, services: stack.services, kafkaNodes: stack.kafkaNodes, stop };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function provisioned({ env, database }: Namespace, stackEnv: Env): Promise<void> {
  const { exitCode, stderr } = await runProvision({ ...stackEnv, ...env });
  if (exitCode !== 0) throw new Error(`provisioning ${database} failed: ${stderr}`);
}

async function fireOn(
  stack: Pick<Stack, 'brokers' | 'registryUrl' | 'clickhouseUrl' | 'env'>,
): Promise<FireStack> {
  const namespace = newNamespace();
  const { database, group, streams } = namespace;
  const env = { ...stack.env, ...namespace.env };
  await provisioned(namespace, stack.env);
  const clickhouse = clickhouseAsOwner(stack.clickhouseUrl, { database });
  const apps: TestApp[] = [];
  const flows: Flow[] = [];
  const start = async (name: 'gateway' | 'aggregator', more: Env = {}, options?: StartAppOptions) => {
    const app = await startApp(name, { ...env, ...more }, options);
    const running = Object.assign(Object.create(app) as TestApp, {
      async stop() {
        const place = apps.indexOf(running);
        if (place < 0) return;
        apps.splice(place, 1);
        keepLog(`${name}-${app.port}`, app.logs());
        await app.stop();
      },
    });
    // Not a copy: the process id is asked for anew each time.
    apps.push(running);
    return running;
  };

  function streamNamed(name: StreamName): StreamDefinition {
    const stream = streams.find((one) => one.name === name);
    if (stream === undefined) throw new Error(`there is no stream ${name}`);
    return stream;
  }

  async function series(stream: StreamName): Promise<Map<string, string>> {
    const rows = await clickhouse.query<{
      metric: string;
      group: string;
      start: string;
      value: string;
      events: string;
      final: boolean;
    }>(
      `SELECT metric, group, toUnixTimestamp64Milli(window_start) AS start, toString(value) AS value, events, final
       FROM series WHERE stream = {stream:String}`,
      { stream },
    );
    return new Map(
      rows.map(({ metric, group, start: startMs, value, events, final }) => [
        windowName(metric, group, Number(startMs)),
        `${value} of ${events}${final ? '' : ', provisional'}`,
      ]),
    );
  }

  async function rawRows(stream: StreamName): Promise<number> {
    const [row] = await clickhouse.query<{ n: string }>(`SELECT count() AS n FROM events_${stream} FINAL`);
    return Number(row?.n);
  }

  async function expectExact(
    stream: StreamName,
    events: Iterable<KnownEvent>,
    { furtherRows = 0 } = {},
  ): Promise<Expectation> {
    const expected = oracle(streamNamed(stream), events);
    let wrong: string[] = [];
    const isExact = async () => {
      const rows = await rawRows(stream);
      const rowsExpected = expected.rows + furtherRows;
      wrong = rows === rowsExpected ? [] : [`${rows} raw rows, must be ${rowsExpected}`];
      wrong.push(...differences(expected.series, await series(stream)));
      return wrong.length === 0;
    };
    await waitFor(isExact, { timeoutMs: soak ? 300_000 : 120_000, intervalMs: 500 }).catch(
      (error: unknown) => {
        if (wrong.length === 0) throw error;
        throw new Error(`${stream}: ${wrong.length} differences\n${wrong.slice(0, 20).join('\n')}`);
      },
    );
    return expected;
  }

  async function expectDuplicates({ duplicates }: Expectation): Promise<number> {
    const told = async () =>
      (
        await clickhouse.query<{ origin: string }>(
          `SELECT concat(topic, '-', toString(partition), '-', toString(offset)) AS origin FROM duplicates FINAL
           WHERE stream = 'transactions' ORDER BY origin`,
        )
      ).map(({ origin }) => origin);
    await waitFor(async () => (await told()).length >= duplicates.length, {
      timeoutMs: 120_000,
      what: `${duplicates.length} duplicates in their table`,
    });
    expect(await told()).toEqual([...duplicates].sort());
    const keys: string[] = [];
    for await (const { key } of readTopic(stack.brokers, duplicatesTopic(namespace.env)))
      keys.push(String(key));
    expect([...new Set(keys)].sort()).toEqual([...duplicates].sort());
    return keys.length;
  }

  return {
    brokers: stack.brokers,
    registryUrl: stack.registryUrl,
    env,
    group,
    clickhouse,
    partitions: streams.reduce((sum, { partitions }) => sum + partitions, 0),
    streamNamed,
    gateway: (more) => start('gateway', more),
    intoTopic: (stream) => intoTopic(stack, stream, streamNamed(stream).topic),
    flow(events, send, options) {
      const flow = startFlow(knownEvents(events), send, options);
      flows.push(flow);
      return flow;
    },
    async aggregator(more, options) {
      const app = await start('aggregator', more, options);
      return Object.assign(Object.create(app) as TestApp, {
        partitions: () => fetchPartitions(app.url),
        position: async () =>
          (await fetchPartitions(app.url)).reduce((sum, { position }) => sum + position, 0),
      });
    },
    expectExact,
    expectDuplicates,
    async stop() {
      for (const flow of flows) flow.abandon();
      for (const app of apps.toReversed()) await app.stop();
      // ClickHouse would go on to read the topics, at the cost of the other files.
      await clickhouse.command(`DROP DATABASE IF EXISTS ${database}`).catch(() => undefined);
      await clickhouse.close();
    },
  };
}
