import { createServer } from 'node:net';
import { kafkaAnswers } from './kafka-request.ts';
import { clusterId, serverProperties } from './kafka.ts';

test('the broker listens on loopback only and makes no topics by itself', () => {
  const lines = serverProperties({ id: 1, port: 9092, controllerPorts: [9093], dataFolder: '/data' })
    .trim()
    .split('\n');
  expect(lines).toContain('listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093');
  expect(lines).toContain('log.dirs=/data');
  expect(lines).toContain('auto.create.topics.enable=false');
});

test('a cluster id is never taken for an option of the formatting tool', () => {
  for (let first = 0; first < 256; first += 1) {
    const id = clusterId(new Uint8Array(16).fill(255).fill(first, 0, 1));
    expect(id).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
  }
});

/** A server that answers every request with these bytes. */
async function answering(bytes: Buffer): Promise<{ port: number; close(): void }> {
  const server = createServer((socket) =>
    socket.on('data', () => socket.write(bytes)).on('error', () => undefined),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, close: () => server.close() };
}

const metadata = (brokers: number) => {
  const bytes = Buffer.alloc(12);
  bytes.writeInt32BE(8, 0);
  bytes.writeInt32BE(1, 4);
  bytes.writeInt32BE(brokers, 8);
  return bytes;
};

test('ready is a broker that names a broker, not an open port', async () => {
  const ready = await answering(metadata(1));
  expect(await kafkaAnswers(ready.port)).toBe(true);
  ready.close();
  const empty = await answering(metadata(0));
  expect(await kafkaAnswers(empty.port)).toBe(false);
  empty.close();
  expect(await kafkaAnswers(empty.port)).toBe(false);
});
