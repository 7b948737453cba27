import { clickhouseSpec, clickhouseUrl } from './clickhouse.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import type { GivenServices } from './given-services.ts';
import { ensureJars, type Jars } from './jars.ts';
import { join } from 'node:path';
import { allJoined, kafkaSpecs } from './kafka.ts';
import { certificateIn, type Certificate, type StackLogin } from './kafka-tls.ts';
import { choosePort, type ServiceName, type StackPorts } from './ports.ts';
import { startReaper, type Reaper } from './reaper.ts';
import { registrySpec, registryUrl } from './registry.ts';
import { requireJava } from './requirements.ts';
import type { ProcessSpec } from './running-process.ts';
import { StackError } from './stack-error.ts';
import { superviseProcess, type ProcessEvent, type SupervisedProcess } from './supervised-process.ts';

export interface StackOptions {
  /** Where data, logs and pid files go: a path, or a folder that the caller has opened and will release. */
  dataDir: string | DataFolder;
  /** 0 or absent: a free one. */
  ports?: StackPorts;
  given?: GivenServices;
  /** How many Kafka brokers, each a process of its own. With a port, the others get the next ones. Default 1. */
  brokers?: number;
  /** Kafka by TLS and login only (any mechanism), ClickHouse with a password for everybody but the dashboard. */
  secured?: StackLogin;
  /** Start a service again that ended by itself (default: no, for tests). */
  restartEnded?: boolean;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
  /** One line for people, now and then. */
  log?(line: string): void;
  on?(event: ProcessEvent & { port: number }): void;
}

export interface Service {
  readonly pid: number;
  readonly port: number;
  kill(signal: NodeJS.Signals): void;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface Stack {
  /** `host:port`, for KAFKA_BROKERS. */
  brokers: string;
  /** The Confluent API of the registry. */
  registryUrl: string;
  clickhouseUrl: string;
  /** What the apps need in their environment to use this stack. */
  env: Record<string, string>;
  services: Record<ServiceName, Service>;
  /** Every broker; the first is also `services.kafka`. */
  kafkaNodes: readonly Service[];
  /** Of a secured stack: PEM of the authority, and the key store that it signed. */
  certificate?: Certificate;
  stop(): Promise<void>;
}

/**
 * Starts Kafka, the registry and ClickHouse side by side and waits until all three answer real requests.
 * Rejects with a StackError, having stopped everything, when one of them cannot start.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir } = options;
  const given = options.given ?? {};
  const isOurs = typeof dataDir === 'string';
  const folder = isOurs ? await openDataFolder(dataDir, options.log) : dataDir;
  const reaper = startReaper();
  const cleanUp = () => {
    reaper.close();
    if (isOurs) folder.release();
  };
  try {
    const started = await startServices(folder, options, given, reaper);
    const described = describeStack(started, given, async () => {
      await Promise.all([started.clickhouse?.stop(), started.registry?.stop()]);
      await Promise.all(started.kafka.map((node) => node.stop()));
      cleanUp();
    });
    return options.secured ? withLogin(described, folder.path, options.secured) : described;
  } catch (error) {
    cleanUp();
    throw error;
  }
}

interface Started {
  kafka: Service[];
  registry?: Service;
  clickhouse?: Service;
}

/** What the apps need beside addresses to use a secured stack. */
function withLogin(stack: Stack, dataDir: string, { username, password }: StackLogin): Stack {
  const certificate = certificateIn(join(dataDir, 'kafka/tls'));
  const env = {
    ...stack.env,
    KAFKA_SSL_CA: certificate.ca,
    // The embedded ClickHouse's Kafka client is built without SCRAM.
    KAFKA_SASL_MECHANISM: 'PLAIN',
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
    CLICKHOUSE_USER: username,
    CLICKHOUSE_PASSWORD: password,
  };
  return { ...stack, env, certificate };
}

async function startServices(
  folder: DataFolder,
  options: StackOptions,
  given: GivenServices,
  reaper: Reaper,
) {
  const { restartEnded = false, signal } = options;
  const specs = await describeServices(folder.path, options, given);
  const kafka: Service[] = [];
  const others: Partial<Record<ServiceName, Service>> = {};
  const outcomes = await Promise.allSettled(
    specs.map(async ({ name, port, spec, node }) => {
      const on = (event: ProcessEvent) => options.on?.({ ...event, port });
      const supervision = { reaper, pids: folder.pids, restartEnded, on, ...(signal && { signal }) };
      const service = withPort(await superviseProcess(spec, supervision), port);
      if (name === 'kafka') kafka[node ?? 0] = service;
      else others[name] = service;
    }),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await Promise.all([...kafka.filter(Boolean), ...Object.values(others)].map((service) => service.stop()));
    throw failed.reason;
  }
  if (kafka.length > 1) await allJoined(kafka.map(({ port }) => port));
  return { ...others, kafka };
}

interface ServiceSpec {
  name: ServiceName;
  port: number;
  spec: ProcessSpec;
  /** Of several brokers: which one, from 0. */
  node?: number;
}

async function describeServices(
  dataDir: string,
  options: StackOptions,
  given: GivenServices,
): Promise<ServiceSpec[]> {
  const needsJava = !given.kafka || !given.registry;
  const java = needsJava ? await requireJava() : '';
  const jars: Jars = needsJava ? await ensureJars(options.log, options.signal) : { kafka: '', registry: '' };
  const { brokers = 1, secured, ports } = options;
  const login = secured && { ...secured, ca: certificateIn(join(dataDir, 'kafka/tls')).ca };
  const makers = {
    registry: (port: number) => registrySpec(dataDir, port, java, jars.registry),
    clickhouse: (port: number) => clickhouseSpec(dataDir, port, login),
  };
  const specs: ServiceSpec[] = [];
  if (!given.kafka) {
    const first = ports?.kafka;
    const wanted = Array.from({ length: brokers }, (_none, node) => (first ? first + node : 0));
    const chosen = await Promise.all(wanted.map((port) => choosePort('kafka', port)));
    const made = await kafkaSpecs(dataDir, chosen, { java, jars: jars.kafka }, secured);
    specs.push(
      ...made.map((spec, node) => ({ name: 'kafka' as const, port: chosen[node] ?? 0, spec, node })),
    );
  }
  for (const name of ['registry', 'clickhouse'] as const) {
    if (given[name]) continue;
    const port = await choosePort(name, ports?.[name]);
    specs.push({ name, port, spec: makers[name](port) });
  }
  return specs;
}

const withPort = (process: SupervisedProcess, port: number): Service => ({
  port,
  get pid() {
    return process.pid;
  },
  kill: (signal) => process.kill(signal),
  restart: () => process.restart(),
  stop: () => process.stop(),
});

function describeStack(started: Started, given: GivenServices, stop: () => Promise<void>): Stack {
  const services = {
    kafka: started.kafka[0] ?? notOurs('kafka'),
    registry: started.registry ?? notOurs('registry'),
    clickhouse: started.clickhouse ?? notOurs('clickhouse'),
  };
  const brokers = given.kafka ?? started.kafka.map(({ port }) => `127.0.0.1:${port}`).join(',');
  const registry = given.registry ?? registryUrl(services.registry.port);
  const clickhouse = given.clickhouse ?? clickhouseUrl(services.clickhouse.port);
  return {
    brokers,
    registryUrl: registry,
    clickhouseUrl: clickhouse,
    env: { KAFKA_BROKERS: brokers, SCHEMA_REGISTRY_URL: registry, CLICKHOUSE_URL: clickhouse },
    services,
    kafkaNodes: started.kafka,
    stop,
  };
}

/** A service that was given by the environment: nothing here may end or start it. */
function notOurs(name: ServiceName): Service {
  const refuse = () => {
    throw new StackError(`${name} was given by the environment; it is not this stack's to end or start`);
  };
  return { pid: 0, port: 0, kill: refuse, restart: async () => refuse(), stop: async () => refuse() };
}
