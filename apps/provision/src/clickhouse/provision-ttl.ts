import { identifier, type Clickhouse } from '@weir/clickhouse';
import { forCluster } from '../ddl/cluster.ts';
import type { Report } from '../report.ts';

/** How long the rows of a table stay after the broker appended them (seconds); 0 = for good. */
export interface Retention {
  readonly table: string;
  readonly seconds: number;
}

/** The seconds in a table's `TTL toDateTime(_appended_at) + toIntervalSecond(n)`; 0 when it has none. */
const ttlSeconds = (createQuery: string): number =>
  Number(/TTL toDateTime\(_appended_at\) \+ toIntervalSecond\((\d+)\)/.exec(createQuery)?.[1] ?? 0);

/** Sets or removes the tables' TTL where it differs. By arrival, not by event time: a replay of 2018 is not old. */
export async function provisionTtl(
  clickhouse: Clickhouse,
  wanted: readonly Retention[],
  cluster: string | undefined,
  report: Report,
): Promise<void> {
  const rows = await clickhouse.query<{ name: string; create: string }>(
    'SELECT name, create_table_query AS create FROM system.tables WHERE database = currentDatabase() AND name IN {names:Array(String)}',
    { names: wanted.map(({ table }) => table) },
  );
  for (const { table, seconds } of wanted) {
    const before = ttlSeconds(rows.find(({ name }) => name === table)?.create ?? '');
    if (before === seconds) continue;
    const change =
      seconds === 0
        ? 'REMOVE TTL'
        : `MODIFY TTL toDateTime(\`_appended_at\`) + toIntervalSecond(${Math.round(seconds)})`;
    await clickhouse.command(forCluster(`ALTER TABLE ${identifier(table)}{{on_cluster}} ${change}`, cluster));
    const words = (n: number) => (n === 0 ? 'for good' : `${n} s`);
    report.change({
      action: 'changed',
      kind: 'table',
      name: table,
      detail: `kept ${words(before)} → ${words(seconds)}`,
    });
  }
}
