import { createHash } from 'node:crypto';
import { identifier, literal, type Clickhouse } from '@weir/clickhouse';
import { forCluster } from '../ddl/cluster.ts';
import type { Report } from '../report.ts';

export interface View {
  readonly name: string;
  readonly select: string;
}

/** Creates views, and replaces those whose text has changed (its hash is kept in the view's comment). */
export async function provisionViews(
  clickhouse: Clickhouse,
  views: readonly View[],
  cluster: string | undefined,
  report: Report,
): Promise<void> {
  const present = await clickhouse.query<{ name: string; comment: string }>(
    "SELECT name, comment FROM system.tables WHERE database = currentDatabase() AND engine = 'View'",
  );
  for (const { name, select } of views) {
    const comment = `definition ${createHash('sha256').update(select).digest('hex').slice(0, 16)}`;
    const before = present.find((view) => view.name === name);
    if (before?.comment === comment) continue;
    const create = `CREATE OR REPLACE VIEW ${identifier(name)}{{on_cluster}} AS\n${select}\nCOMMENT ${literal(comment)}`;
    await clickhouse.command(forCluster(create, cluster));
    report.change({ action: before === undefined ? 'created' : 'changed', kind: 'view', name });
  }
}
