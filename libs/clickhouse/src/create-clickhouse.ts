import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { clearError } from './errors.ts';

export interface ClickhouseOptions {
  readonly url: string;
  /** Absent: the user's default database. Needed before the database exists. */
  readonly database?: string;
  readonly user: string;
  readonly password: string;
  /** PEM of the authority that signed its certificate, for `https:`. Absent: those that Node trusts. */
  readonly ca?: string | undefined;
  /** A request without an answer fails after this long. Default 30 s; schema changes on a cluster may take longer. */
  readonly timeoutMs?: number;
}

/** Values for the `{name:Type}` placeholders of a query. The only way to put data into SQL. */
export type QueryParameters = Readonly<Record<string, unknown>>;

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** ClickHouse as Weir uses it. Every method throws `ClickHouseUnavailable` or `ClickHouseRefused`, nothing else. */
export interface Clickhouse {
  readonly url: string;
  /**
   * Rows of a SELECT (without FORMAT) as objects. No settings are sent, so that a `readonly=1` user may ask. Select
   * decimals as `toString(x)` and times as `toUnixTimestamp64Milli(x)`: as plain columns they would lose digits.
   */
  query<T>(sql: string, parameters?: QueryParameters, options?: CallOptions): Promise<T[]>;
  /** One statement without an answer. */
  command(sql: string, parameters?: QueryParameters, options?: CallOptions): Promise<void>;
  close(): Promise<void>;
}

/** ClickHouse closes an idle connection after 3 s (old servers) to 30 s; a socket is never used again that late. */
const idleSocketMs = 2_000;

/** A client with kept-alive connections. Connects to nothing until it is asked. */
export function createClickhouse({
  url,
  database,
  user,
  password,
  ca,
  timeoutMs,
}: ClickhouseOptions): Clickhouse {
  const client = createClient({
    url,
    ...(database === undefined ? {} : { database }),
    username: user,
    password,
    ...(ca === undefined ? {} : { tls: { ca_cert: Buffer.from(ca) } }),
    application: 'weir',
    request_timeout: timeoutMs ?? 30_000,
    keep_alive: { enabled: true, idle_socket_ttl: idleSocketMs },
    log: { level: ClickHouseLogLevel.OFF },
  });
  const request = (
    sql: string,
    parameters: QueryParameters | undefined,
    options: CallOptions | undefined,
  ) => ({
    query: sql,
    query_params: { ...parameters },
    ...(options?.signal === undefined ? {} : { abort_signal: options.signal }),
  });
  const clearly = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw clearError(error, url);
    }
  };
  const rows = async <T>(call: ReturnType<typeof request>): Promise<T[]> =>
    (await client.query({ ...call, format: 'JSONEachRow' })).json<T>();
  return {
    url,
    query: <T>(sql: string, parameters?: QueryParameters, options?: CallOptions) =>
      clearly(rows<T>(request(sql, parameters, options))),
    command: async (sql, parameters, options) =>
      void (await clearly(client.command(request(sql, parameters, options)))),
    close: () => client.close(),
  };
}
