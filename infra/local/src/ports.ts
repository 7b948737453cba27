import { freePort, isPortFree } from './free-port.ts';
import { StackError } from './stack-error.ts';

export type ServiceName = 'kafka' | 'registry' | 'clickhouse';
export type StackPorts = Partial<Record<ServiceName, number>>;

/** The ports that everybody expects, and the variables that move them. */
export const defaultPorts: Record<ServiceName, { port: number; env: string; title: string }> = {
  kafka: { port: 9092, env: 'KAFKA_PORT', title: 'Kafka' },
  registry: { port: 8081, env: 'REGISTRY_PORT', title: 'the schema registry' },
  clickhouse: { port: 8123, env: 'CLICKHOUSE_PORT', title: 'ClickHouse' },
};

/** `wanted`, if nobody has it; a free one for 0. */
export async function choosePort(name: ServiceName, wanted = 0): Promise<number> {
  if (wanted === 0) return freePort();
  if (await isPortFree(wanted)) return wanted;
  const { env, title } = defaultPorts[name];
  throw new StackError(
    `port ${wanted} (${title}) is taken by another program: end that one, or choose another port with ${env}`,
  );
}

/** The ports that the environment asks for; the usual ones where it is silent. */
export function portsFromEnv(env: NodeJS.ProcessEnv): Record<ServiceName, number> {
  const read = (name: ServiceName) => {
    const { env: variable, port } = defaultPorts[name];
    const text = env[variable];
    if (!text) return port;
    const value = Number(text);
    if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
    throw new StackError(`${variable} must be a port number from 0 to 65535, but is "${text}"`);
  };
  return { kafka: read('kafka'), registry: read('registry'), clickhouse: read('clickhouse') };
}
