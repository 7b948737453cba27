import { ClickHouseRefused, ClickHouseUnavailable } from '@weir/clickhouse';

const refusals: Readonly<Record<string, string>> = {
  UNKNOWN_DATABASE: 'ClickHouse answers, but its tables are not there yet; the provision step makes them.',
  UNKNOWN_TABLE: 'ClickHouse answers, but its tables are not there yet; the provision step makes them.',
  AUTHENTICATION_FAILED: 'ClickHouse refuses the dashboard’s user; check CLICKHOUSE_DASHBOARD_USER.',
  REQUIRED_PASSWORD: 'ClickHouse wants a password; set CLICKHOUSE_DASHBOARD_PASSWORD.',
  ACCESS_DENIED: 'ClickHouse does not let the dashboard’s user read the data.',
  MEMORY_LIMIT_EXCEEDED: 'ClickHouse has not enough memory for this question; ask for less at once.',
};

/** A failed query in one sentence for the people in front of the page: what is wrong and what mends it. */
export function clickhouseFailure(error: unknown): string {
  if (error instanceof ClickHouseUnavailable) return `${error.message}.`;
  if (error instanceof ClickHouseRefused) {
    return refusals[error.type] ?? `ClickHouse refused the query (${error.type}).`;
  }
  return 'ClickHouse could not be asked.';
}
