import { createClickhouse, type Clickhouse } from '@weir/clickhouse';

/** ClickHouse as the user who may do anything in it: the shared one, unless another address is given. */
export const clickhouseAsOwner = (
  url = process.env['CLICKHOUSE_URL'] ?? '',
  options: { readonly database?: string; readonly timeoutMs?: number } = {},
): Clickhouse => createClickhouse({ url, database: 'weir', user: 'default', password: '', ...options });
