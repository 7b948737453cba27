import type { Clickhouse } from '@weir/clickhouse';

/** Resolves when the view `series` can be read by the dashboard's user; rejects otherwise. Reads no row. */
export async function seriesReadable(clickhouse: Clickhouse): Promise<void> {
  await clickhouse.query('SELECT 1 FROM series LIMIT 0', {});
}
