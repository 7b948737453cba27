import type { Clickhouse } from '@weir/clickhouse';

/** A column that a table must have; any type when none is given. */
export interface RequiredColumn {
  readonly table: string;
  readonly name: string;
  readonly type?: string;
}

/**
 * Throws one error that lists every column that is missing or of another type: ClickHouse would drop the values of a
 * missing one without a word. It happens when a table was altered by hand, or a migration was not generated.
 */
export async function checkColumns(
  clickhouse: Clickhouse,
  required: readonly RequiredColumn[],
): Promise<void> {
  const present = await clickhouse.query<{ table: string; name: string; type: string }>(
    'SELECT table, name, type FROM system.columns WHERE database = currentDatabase()',
  );
  const problems = required.flatMap(({ table, name, type }) => {
    const column = present.find((one) => one.table === table && one.name === name);
    if (column === undefined) return [`${table}.${name} is missing`];
    if (type !== undefined && column.type !== type)
      return [`${table}.${name} is ${column.type}, not ${type}`];
    return [];
  });
  if (problems.length === 0) return;
  throw new Error(
    `the tables do not fit the schemas: ${problems.join('; ')}. Run npm run generate for a new field; mend by hand what was altered by hand`,
  );
}
