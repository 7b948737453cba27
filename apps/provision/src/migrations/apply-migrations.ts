import { identifier, type Clickhouse } from '@weir/clickhouse';
import { forCluster } from '../ddl/cluster.ts';
import type { Migration } from './migration-files.ts';
import { statementsOf } from './statements.ts';

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const migrationsTable = `CREATE TABLE IF NOT EXISTS ${identifier('migrations')}{{on_cluster}}
(
    number UInt32,
    name String,
    checksum String,
    applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = {{replicated}}ReplacingMergeTree(applied_at)
ORDER BY number`;

/** Why these migrations must not be applied to a database that has those; undefined when nothing speaks against it. */
export function conflict(migrations: readonly Migration[], applied: readonly Applied[]): string | undefined {
  for (const { number, name, checksum } of applied) {
    const migration = migrations.find((one) => one.number === number);
    // One that is not here comes from a newer version. Migrations only add, so the older one goes on beside it.
    if (migration === undefined || migration.checksum === checksum) continue;
    return (
      `migration ${migration.name} was changed after it was applied (then ${name}): ` +
      'restore the file, and write a new migration for the change'
    );
  }
  return undefined;
}

/**
 * Applies what the database does not have yet, in order, and records it. Returns the names of those. Statements are
 * written so that they can be repeated (IF NOT EXISTS), so two that apply at once, or one that was broken off, do no harm.
 */
export async function applyMigrations(
  clickhouse: Clickhouse,
  migrations: readonly Migration[],
  cluster: string | undefined,
): Promise<string[]> {
  await clickhouse.command(forCluster(migrationsTable, cluster));
  const applied = await clickhouse.query<Applied>(
    'SELECT number, name, checksum FROM migrations FINAL ORDER BY number',
  );
  const reason = conflict(migrations, applied);
  if (reason !== undefined) throw new Error(reason);
  const missing = migrations.filter(({ number }) => !applied.some((one) => one.number === number));
  for (const { number, name, sql, checksum } of missing) {
    for (const statement of statementsOf(sql)) {
      try {
        await clickhouse.command(forCluster(statement, cluster));
      } catch (error) {
        throw new Error(`migration ${name}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      }
    }
    await clickhouse.command(
      'INSERT INTO migrations (number, name, checksum) VALUES ({number:UInt32}, {name:String}, {checksum:String})',
      { number, name, checksum },
    );
  }
  return missing.map(({ name }) => name);
}
