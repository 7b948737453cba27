import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { kafkaAnswers } from './kafka-request.ts';
import {
  makeCertificate,
  scramUsers,
  securedListeners,
  type SecuredListener,
  type StackLogin,
} from './kafka-tls.ts';
import type { ProcessSpec } from './running-process.ts';
import { sleep } from './sleep.ts';
import { StackError } from './stack-error.ts';

const execute = promisify(execFile);

/**
 * One JVM for a laptop. With the first compiler only, a million records cost it 40 % less processor time than with
 * both and it needs 130 MB less memory (measured with Kafka's own perf tools); out of memory means: start again.
 */
const jvm = [
  '-Xms64m',
  '-Xmx192m',
  '-Xss256k',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:+ExitOnOutOfMemoryError',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
];

/** One process of a Kafka cluster: a broker that is also a controller. */
export interface KafkaNode {
  /** From 1. */
  readonly id: number;
  readonly port: number;
  /** Of all nodes, by id. */
  readonly controllerPorts: readonly number[];
  readonly dataFolder: string;
  /** Clients must use TLS and log in; the brokers among themselves do not. */
  readonly secured?: SecuredListener;
}

/** Every node's listeners: all on loopback. */
function listenersOf({ id, port, controllerPorts, secured }: KafkaNode): Record<string, string> {
  const controller = `CONTROLLER://127.0.0.1:${controllerPorts[id - 1]}`;
  if (secured !== undefined) return securedListeners(port, controller, secured);
  return {
    listeners: `PLAINTEXT://127.0.0.1:${port},${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  };
}

/** server.properties of a node. */
export function serverProperties(node: KafkaNode): string {
  const { id, controllerPorts, dataFolder } = node;
  const replicas = Math.min(3, controllerPorts.length);
  const inSync = replicas > 2 ? 2 : 1;
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': controllerPorts
      .map((port, index) => `${index + 1}@127.0.0.1:${port}`)
      .join(','),
    'controller.listener.names': 'CONTROLLER',
    ...listenersOf(node),
    'log.dirs': dataFolder,
    // Topics are made by the provisioner, with their settings. A misspelt name must not become a topic.
    'auto.create.topics.enable': false,
    // As many replicas as there are brokers, three at most. Few partitions in the internal topics: they are all loaded at the start.
    'offsets.topic.num.partitions': 4,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.num.partitions': 4,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
    // A group starts at once, and a consumer that was killed is missed after 6 s, not 45 s.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    // So long a broker that was killed waits for its former self to be given up (9 s by default).
    'broker.session.timeout.ms': 3_000,
    'broker.heartbeat.interval.ms': 500,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    'num.recovery.threads.per.data.dir': 2,
    // 128 MB by default, which alone would fill the heap.
    'log.cleaner.dedupe.buffer.size': 8_388_608,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** What is run, and with which jars. */
interface KafkaFolders {
  readonly java: string;
  readonly jars: string;
}

/**
 * Apache Kafka in KRaft mode, one process for each port. Its data are in `<dataDir>/kafka`; folders that are not formatted
 * yet are. A data folder belongs to the number of brokers that it was made with.
 */
export async function kafkaSpecs(
  dataDir: string,
  ports: readonly number[],
  { java, jars }: KafkaFolders,
  secured?: StackLogin,
): Promise<ProcessSpec[]> {
  const folder = join(dataDir, 'kafka');
  const isCluster = ports.length > 1;
  refuseOtherNumber(folder, ports.length);
  mkdirSync(folder, { recursive: true });
  const id = isCluster ? clusterIdIn(folder) : newClusterId();
  // Those of a cluster know each other by these ports, also when one of them starts again.
  const controllerPorts = isCluster ? await Promise.all(ports.map(() => freePort())) : undefined;
  const certificate = secured && (await makeCertificate(join(folder, 'tls'), java));
  return ports.map((port, index): ProcessSpec => {
    const name = isCluster ? `kafka-${index + 1}` : 'kafka';
    const own = isCluster ? join(folder, String(index + 1)) : folder;
    const dataFolder = join(own, 'data');
    const config = join(own, 'server.properties');
    const run = [...jvm, '-cp', `${jars}/*`];
    let probePort = port;
    return {
      name,
      command: java,
      args: [...run, 'kafka.Kafka', config],
      logFile: join(dataDir, `logs/${name}.log`),
      readyWithinMs: 60_000,
      stopWithinMs: 15_000,
      isReady: () => kafkaAnswers(probePort),
      prepare: async () => {
        mkdirSync(own, { recursive: true });
        const listener = certificate && { ...certificate, ...secured, internalPort: await freePort() };
        probePort = listener?.internalPort ?? port;
        const node = {
          id: index + 1,
          port,
          controllerPorts: controllerPorts ?? [await freePort()],
          dataFolder,
          ...(listener && { secured: listener }),
        };
        writeFileSync(config, serverProperties(node), { mode: 0o600 });
        if (existsSync(join(dataFolder, 'meta.properties'))) return;
        const users = secured ? scramUsers(secured) : [];
        const format = ['kafka.tools.StorageTool', 'format', '-t', id, '-c', config, ...users];
        await execute(java, [...run, ...format]);
      },
    };
  });
}

/** Resolves when every broker has joined the cluster: before that, a topic with a replica on each cannot be made. */
export async function allJoined(ports: readonly number[], timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (const port of ports) {
    while (!(await kafkaAnswers(port, 2_000, ports.length))) {
      if (Date.now() > deadline) throw new StackError(`not all ${ports.length} brokers joined the cluster`);
      await sleep(100);
    }
  }
}

/** With another Kafka behind it, ClickHouse's rows would meet other records of the same offsets. */
function refuseOtherNumber(folder: string, brokers: number): void {
  let made = 0;
  if (existsSync(join(folder, 'data'))) made = 1;
  else while (existsSync(join(folder, String(made + 1), 'data'))) made += 1;
  if (made === 0 || made === brokers) return;
  const count = (number: number) => `${number} broker${number === 1 ? '' : 's'}`;
  throw new StackError(
    `${folder} was made with ${count(made)}, not ${brokers}: choose another data folder with --data DIR, or use --brokers ${made}`,
  );
}

const newClusterId = () => clusterId(crypto.getRandomValues(new Uint8Array(16)));

/** One id for all nodes, kept beside their folders. */
function clusterIdIn(folder: string): string {
  const file = join(folder, 'cluster-id');
  if (!existsSync(file)) writeFileSync(file, newClusterId());
  return readFileSync(file, 'utf8');
}

/**
 * A cluster id from 16 random bytes, as Kafka writes them. One that began with `-` would be taken for an option by the
 * formatting tool, as one in 64 does; so its first six bits are then cleared.
 */
export function clusterId(random: Uint8Array): string {
  return Buffer.from(random).toString('base64url').replace(/^-/, 'A');
}
