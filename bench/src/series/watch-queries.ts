import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A query that went by, with what ClickHouse said of it. */
export interface WatchedQuery {
  readonly sql: string;
  readonly ms: number;
  readonly rowsRead: number;
}

export interface QueryWatch {
  /** ClickHouse's address for whoever is to be watched. */
  readonly url: string;
  /** All that went by since the last call. */
  take(): readonly WatchedQuery[];
  stop(): void;
}

const rowsOf = (summary: string | string[] | undefined): number => {
  if (typeof summary !== 'string') return 0;
  return Number((JSON.parse(summary) as { read_rows?: string }).read_rows ?? 0);
};

/**
 * Stands before ClickHouse and passes everything on unchanged, so that one sees what the dashboard really asks: its
 * queries, how long each took up to its last byte, and the rows that it read.
 */
export async function watchQueries(clickhouseUrl: string): Promise<QueryWatch> {
  let seen: WatchedQuery[] = [];
  const target = new URL(clickhouseUrl);
  const server: Server = createServer((incoming, outgoing) => {
    const began = performance.now();
    const chunks: Buffer[] = [];
    const { hostname, port } = target;
    const passed = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('end', () => {
          const sql = Buffer.concat(chunks).toString();
          const rowsRead = rowsOf(answer.headers['x-clickhouse-summary']);
          seen.push({ sql, ms: performance.now() - began, rowsRead });
        });
        answer.pipe(outgoing);
      },
    );
    passed.on('error', () => outgoing.destroy());
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      passed.write(chunk);
    });
    incoming.on('end', () => passed.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
