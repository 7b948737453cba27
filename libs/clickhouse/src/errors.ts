import { ClickHouseError } from '@clickhouse/client';
import { tlsProblem } from '@weir/runtime/tls-problem';

/** ClickHouse did not answer, or broke off: nothing is known about the query. The message names the address. */
export class ClickHouseUnavailable extends Error {
  override readonly name: string = 'ClickHouseUnavailable';
}

/** ClickHouse is there, and TLS with it fails: waiting does not mend that. The message says which variables. */
export class ClickHouseUntrusted extends ClickHouseUnavailable {
  override readonly name = 'ClickHouseUntrusted';
}

/** ClickHouse answered and refused the query. `type` is its name for the reason, such as `UNKNOWN_TABLE`. */
export class ClickHouseRefused extends Error {
  override readonly name = 'ClickHouseRefused';
  readonly type: string;
  constructor(type: string, reason: string) {
    super(`ClickHouse refused the query (${type}): ${reason}`);
    this.type = type;
  }
}

const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host',
  ETIMEDOUT: 'no answer in time',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? oneLine(error.message) : String(error);
  if (message === 'Timeout error.') return 'no answer in time';
  return meanings[codeOf(error)] ?? (message === '' ? 'the answer is not one of ClickHouse' : message);
}

/** ClickHouse's own words, but for a login, where they are a paragraph on how to reset a password. */
const refusal = ({ type, message }: ClickHouseError): string =>
  type === 'AUTHENTICATION_FAILED'
    ? 'wrong user name or password; check CLICKHOUSE_USER and CLICKHOUSE_PASSWORD (of the dashboard: CLICKHOUSE_DASHBOARD_USER, CLICKHOUSE_DASHBOARD_PASSWORD)'
    : oneLine(message);

/** What the client threw → one of the two errors above, with one clear line. `url` is where ClickHouse should be. */
export function clearError(error: unknown, url: string): ClickHouseUnavailable | ClickHouseRefused {
  if (error instanceof ClickHouseUnavailable || error instanceof ClickHouseRefused) return error;
  if (error instanceof ClickHouseError) {
    return new ClickHouseRefused(error.type ?? `code ${error.code}`, refusal(error));
  }
  const tls = tlsProblem(error);
  if (tls !== undefined) {
    const remedy =
      tls.kind === 'no tls'
        ? 'use http:// in CLICKHOUSE_URL, or its HTTPS port'
        : 'set CLICKHOUSE_CA to the PEM file of its authority, and use the name in its certificate';
    return new ClickHouseUntrusted(`ClickHouse at ${url}: ${tls.text}: ${remedy}`);
  }
  return new ClickHouseUnavailable(`ClickHouse does not answer at ${url}: ${reasonOf(error)}`);
}
