import { identifier } from '@weir/clickhouse';

/**
 * Fills the two placeholders of a statement. Without a cluster both are empty. With one, every replica gets the table
 * (ON CLUSTER) and the rows (`Replicated…`, whose path and replica name are the server's `default_replica_path` and
 * `default_replica_name`). Throws for any other placeholder.
 */
export function forCluster(sql: string, cluster: string | undefined): string {
  const values: Readonly<Record<string, string>> = {
    on_cluster: cluster === undefined ? '' : ` ON CLUSTER ${identifier(cluster)}`,
    replicated: cluster === undefined ? '' : 'Replicated',
  };
  return sql.replace(/\{\{([^}]*)\}\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(`unknown placeholder {{${name}}}; there are {{on_cluster}} and {{replicated}}`);
    }
    return value;
  });
}
