import { spawnSync } from 'node:child_process';
import { Failure } from './failure.mjs';
import { runCommand } from './run-command.mjs';
import { secondsSince } from './seconds.mjs';
import { inRoot } from './workspace.mjs';

const compose = ['compose', '-f', inRoot('docker-compose.kafka.yml')];

function requireDocker() {
  const works = (args) => spawnSync('docker', args, { stdio: 'ignore' }).status === 0;
  if (!works(['--version']))
    throw new Failure('Docker is missing: install it from https://docs.docker.com/get-docker');
  if (!works(['compose', 'version'])) {
    throw new Failure(
      'Docker has no `compose`: install its plugin (docker-compose-plugin, or Docker Desktop)',
    );
  }
  if (!works(['info']))
    throw new Failure('Docker does not answer: start Docker Desktop or the docker service');
}

/**
 * Kafka, the registry, ClickHouse and Kafka's page from docker-compose.kafka.yml, instead of local processes.
 * Gives what the apps need in their environment; ClickHouse, in a container, knows the others by other names.
 */
export async function startDockerServices(say, signal, env = process.env) {
  requireDocker();
  const began = Date.now();
  say('docker       starting Kafka, the registry, ClickHouse and Kafka UI …');
  await runCommand('docker-up', 'docker', [...compose, 'up', '--detach', '--wait'], { signal });
  say(`docker       ready (${secondsSince(began)})`);
  return {
    env: {
      KAFKA_BROKERS: `localhost:${env.KAFKA_PORT || 9092}`,
      SCHEMA_REGISTRY_URL: `http://localhost:${env.REGISTRY_PORT || 8081}/apis/ccompat/v7`,
      CLICKHOUSE_URL: `http://localhost:${env.CLICKHOUSE_PORT || 8123}`,
      CLICKHOUSE_KAFKA_BROKERS: 'kafka:29092',
      CLICKHOUSE_REGISTRY_URL: 'http://registry:8080/apis/ccompat/v7',
    },
    stop: () => runCommand('docker-down', 'docker', [...compose, 'down']),
  };
}
