import { createServer } from 'node:net';
import { freePort, isPortFree } from './free-port.ts';
import { choosePort, portsFromEnv } from './ports.ts';

test('the usual ports, unless the environment moves them', () => {
  expect(portsFromEnv({})).toEqual({ kafka: 9092, registry: 8081, clickhouse: 8123 });
  expect(portsFromEnv({ KAFKA_PORT: '19092', REGISTRY_PORT: '' })).toMatchObject({
    kafka: 19092,
    registry: 8081,
  });
});

test('what is no port is refused with the name of the variable', () => {
  expect(() => portsFromEnv({ CLICKHOUSE_PORT: 'http' })).toThrow(
    'CLICKHOUSE_PORT must be a port number from 0 to 65535, but is "http"',
  );
});

test('a taken port is told with what wanted it and how to move that', async () => {
  const port = await freePort();
  expect(await isPortFree(port)).toBe(true);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await isPortFree(port)).toBe(false);
  await expect(choosePort('registry', port)).rejects.toThrow(
    `port ${port} (the schema registry) is taken by another program: end that one, or choose another port with REGISTRY_PORT`,
  );
  server.close();
});
