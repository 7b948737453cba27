import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { serverProperties } from './kafka.ts';
import { defaultPorts } from './ports.ts';
import { workspaceFolder } from './workspace-folder.ts';

interface ComposeService {
  image: string;
  ports: string[];
  environment: Record<string, string | number>;
  volumes?: string[];
  healthcheck: { test: string[] };
}

const read = (path: string) => readFileSync(join(workspaceFolder, path), 'utf8');
const compose = parse(read('docker-compose.kafka.yml')) as {
  services: Record<'kafka' | 'registry' | 'clickhouse' | 'kafka-ui', ComposeService>;
  volumes: Record<string, null>;
};
const { services } = compose;

test('has the three services and the page, each pinned to a version and with a health check', () => {
  expect(Object.keys(services)).toEqual(['kafka', 'registry', 'clickhouse', 'kafka-ui']);
  for (const { image, healthcheck } of Object.values(services)) {
    expect(image).toMatch(/:v?\d+(\.\d+)+$/);
    expect(healthcheck.test.length).toBeGreaterThan(1);
  }
});

test('runs the versions of the local stack', () => {
  const pom = read('infra/local/pom.xml');
  const version = (name: string) => new RegExp(`<${name}.version>(.+)</`).exec(pom)?.[1];
  expect(services.kafka.image).toBe(`apache/kafka:${version('kafka')}`);
  expect(services.registry.image).toBe(`apicurio/apicurio-registry:${version('apicurio')}`);
});

test('publishes the same ports, moved by the same variables, on loopback only', () => {
  for (const name of ['kafka', 'registry', 'clickhouse'] as const) {
    const { env, port } = defaultPorts[name];
    expect(services[name].ports).toEqual([
      expect.stringMatching(`^127\\.0\\.0\\.1:\\$\\{${env}:-${port}\\}:\\d+$`),
    ]);
  }
  expect(services['kafka-ui'].ports).toEqual(['127.0.0.1:${KAFKA_UI_PORT:-8080}:8080']);
});

test('Kafka names itself by host for who comes from the host, and by service inside', () => {
  expect(services.kafka.environment['KAFKA_ADVERTISED_LISTENERS']).toBe(
    'HOST://localhost:${KAFKA_PORT:-9092},INTERNAL://kafka:29092',
  );
});

test('Kafka has the settings of the local one', () => {
  const local = new Map(
    serverProperties({ id: 1, port: 9092, controllerPorts: [9093], dataFolder: '/data' })
      .trim()
      .split('\n')
      .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const toProperty = (name: string) => name.replace('KAFKA_', '').toLowerCase().replaceAll('_', '.');
  const ownWay = /listener|log\.dirs|quorum|heap\.opts|process\.roles/;
  const shared = Object.entries(services.kafka.environment)
    .map(([name, value]): [string, string] => [toProperty(name), String(value)])
    .filter(([name]) => !ownWay.test(name));
  expect(shared.length).toBeGreaterThan(10);
  expect(shared).toEqual(shared.map(([name]) => [name, local.get(name)]));
});

test('the page knows the registry', () => {
  expect(services['kafka-ui'].environment).toMatchObject({
    KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: 'kafka:29092',
    KAFKA_CLUSTERS_0_SCHEMAREGISTRY: 'http://registry:8080/apis/ccompat/v7',
  });
});

test('every volume that a service names is declared, and every mounted file exists', () => {
  const sources = Object.values(services).flatMap(({ volumes = [] }) =>
    volumes.map((text) => text.split(':')[0] ?? ''),
  );
  const files = sources.filter((source) => source.startsWith('./'));
  const volumes = sources.filter((source) => !source.startsWith('./'));
  expect(volumes.sort()).toEqual(Object.keys(compose.volumes).sort());
  for (const file of files) expect(read(file)).toContain('<clickhouse>');
});

test('ClickHouse has the read-only user of the dashboard', () => {
  const users = read('infra/docker/clickhouse-users.xml');
  expect(users).toMatch(/<weir_dashboard>[\s\S]*<profile>readonly<\/profile>/);
  expect(users).toContain('<readonly>1</readonly>');
});
