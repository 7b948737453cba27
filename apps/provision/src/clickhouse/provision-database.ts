import { identifier, type Clickhouse } from '@weir/clickhouse';
import { forCluster } from '../ddl/cluster.ts';
import type { Report } from '../report.ts';

/** Creates the database. `server` is a connection that does not need it. */
export async function provisionDatabase(
  server: Clickhouse,
  database: string,
  cluster: string | undefined,
  report: Report,
): Promise<void> {
  const found = await server.query('SELECT 1 FROM system.databases WHERE name = {database:String}', {
    database,
  });
  if (found.length > 0) return;
  await server.command(
    forCluster(`CREATE DATABASE IF NOT EXISTS ${identifier(database)}{{on_cluster}}`, cluster),
  );
  report.change({ action: 'created', kind: 'database', name: database });
}
