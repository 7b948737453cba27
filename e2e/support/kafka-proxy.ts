import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What becomes of a Produce request: it or its answer is lost, or the connection is cut instead of either. */
export type ProduceFate = 'pass' | 'answer lost' | 'answer cut' | 'request lost' | 'request cut';

export interface KafkaProxy {
  /** `host:port`, for KAFKA_BROKERS. */
  readonly address: string;
  /** How often each fate was met. */
  readonly fates: Readonly<Record<ProduceFate, number>>;
  stop(): void;
}

const host = '127.0.0.1';
const produce = 0;
/** Answers that name brokers: Metadata and FindCoordinator. */
const naming = new Set([3, 10]);

/** Cuts a stream of bytes into Kafka's frames: a length of four bytes, and so many bytes behind it. */
function frames(onFrame: (frame: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0);
      onFrame(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
}

/**
 * Stands between one client and a broker on loopback. The broker's answers name its own port; the proxy writes its port
 * over that, so that the client never goes past it. `fateOf` is asked for each Produce request, counted from 1.
 */
export async function startKafkaProxy(
  brokerPort: number,
  fateOf: (nth: number) => ProduceFate,
): Promise<KafkaProxy> {
  const fates = { pass: 0, 'answer lost': 0, 'answer cut': 0, 'request lost': 0, 'request cut': 0 };
  const sockets = new Set<Socket>();
  let requests = 0;

  const server = createServer((client) => {
    const broker = connect(brokerPort, host);
    const cut = () => [client, broker].forEach((socket) => socket.destroy());
    for (const socket of [client, broker]) {
      sockets.add(socket);
      socket
        .setNoDelay(true)
        .on('error', cut)
        .on('close', () => sockets.delete(socket))
        .on('close', cut);
    }
    /** What to do with an answer, by its request's correlation id. */
    const answers = new Map<number, (frame: Buffer) => void>();

    const onRequest = (frame: Buffer) => {
      const apiKey = frame.readInt16BE(4);
      const correlation = frame.readInt32BE(8);
      if (naming.has(apiKey)) answers.set(correlation, (answer) => client.write(renamed(answer)));
      if (apiKey === produce) {
        const fate = fateOf((requests += 1));
        fates[fate] += 1;
        if (fate === 'request cut') return cut();
        if (fate === 'request lost') return;
        if (fate === 'answer cut') answers.set(correlation, cut);
        if (fate === 'answer lost') answers.set(correlation, () => undefined);
      }
      broker.write(frame);
    };
    const onAnswer = (frame: Buffer) => {
      const correlation = frame.readInt32BE(4);
      const act = answers.get(correlation);
      answers.delete(correlation);
      if (act === undefined) client.write(frame);
      else act(frame);
    };
    client.on('data', frames(onRequest));
    broker.on('data', frames(onAnswer));
  });

  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const nameOf = (ofPort: number) => {
    const name = Buffer.alloc(host.length + 4);
    name.write(host);
    name.writeInt32BE(ofPort, host.length);
    return name;
  };
  const renamed = (frame: Buffer) => {
    const answer = Buffer.from(frame);
    for (let at = answer.indexOf(nameOf(brokerPort)); at >= 0; at = answer.indexOf(nameOf(brokerPort), at)) {
      nameOf(port).copy(answer, at);
    }
    return answer;
  };

  return {
    address: `${host}:${port}`,
    fates,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
