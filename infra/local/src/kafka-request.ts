import { connect } from 'node:net';

/** Metadata v1 for no topic: api key 3, version 1, correlation id 1, client id "weir", empty topic array. */
const metadataRequest = (() => {
  const clientId = 'weir';
  const bytes = Buffer.alloc(4 + 2 + 2 + 4 + 2 + clientId.length + 4);
  bytes.writeInt32BE(bytes.length - 4, 0);
  bytes.writeInt16BE(3, 4);
  bytes.writeInt16BE(1, 6);
  bytes.writeInt32BE(1, 8);
  bytes.writeInt16BE(clientId.length, 12);
  bytes.write(clientId, 14);
  return bytes;
})();

/** True when the broker on this port answers a metadata request and names at least so many brokers (KIP-4). */
export function kafkaAnswers(port: number, timeoutMs = 2_000, atLeast = 1): Promise<boolean> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => socket.write(metadataRequest));
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('close', () => finish(false));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      // Size, correlation id, then the number of brokers.
      if (received.length >= 12) finish(received.readInt32BE(8) >= atLeast);
    });
  });
}
