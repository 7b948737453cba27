import { identifier, type Clickhouse } from '@weir/clickhouse';
import { connectorPrefixes, type ConnectorPart } from '../connectors/render-connector.ts';
import { forCluster } from '../ddl/cluster.ts';
import type { Report } from '../report.ts';

export interface RenderedConnector {
  readonly name: string;
  readonly parts: readonly ConnectorPart[];
}

const isConnectorPart = (prefix: string, name: string): boolean =>
  name.startsWith(prefix) && /_[0-9a-f]{8}$/.test(name);

/** In the order in which they must go: queues first, so that nothing is read while its way is taken apart. */
function leftOver(present: readonly string[], wanted: ReadonlySet<string>): string[] {
  return connectorPrefixes.flatMap((prefix) =>
    present.filter((name) => isConnectorPart(prefix, name) && !wanted.has(name)).sort(),
  );
}

/**
 * Creates the connectors that are missing, then drops those (all tables and views with a connector's prefix) that nothing
 * asks for any more. Both versions may read side by side for a moment: they share the consumer group, and a row that
 * comes twice collapses. Their rows and their positions stay.
 */
export async function provisionConnectors(
  clickhouse: Clickhouse,
  connectors: readonly RenderedConnector[],
  cluster: string | undefined,
  report: Report,
): Promise<void> {
  const rows = await clickhouse.query<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine IN ('Kafka', 'MaterializedView', 'Null')",
  );
  const present = rows.map(({ name }) => name);
  for (const { name, parts } of connectors) {
    const missing = parts.filter((part) => !present.includes(part.name));
    if (missing.length === 0) continue;
    for (const { create } of missing) await clickhouse.command(forCluster(create, cluster));
    report.change({ action: 'created', kind: 'connector', name });
  }
  const wanted = new Set(connectors.flatMap(({ parts }) => parts.map((part) => part.name)));
  for (const name of leftOver(present, wanted)) {
    await clickhouse.command(
      forCluster(`DROP TABLE IF EXISTS ${identifier(name)}{{on_cluster}} SYNC`, cluster),
    );
    if (name.startsWith('queue_')) report.change({ action: 'dropped', kind: 'connector', name });
  }
}
