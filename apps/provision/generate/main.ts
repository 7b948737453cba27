// Writes the migrations that the schemas ask for into infra/clickhouse. With --check it writes nothing and fails when
// one is missing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { streams } from '@weir/streams';
import { format } from 'prettier';
import { readMigrations } from '../src/migrations/migration-files.ts';
import { planMigrations, type KnownTables } from '../src/migrations/plan-migrations.ts';

const folder = join(import.meta.dirname, '../../../infra/clickhouse');
const stateFile = join(folder, 'event-tables.json');

const stateText = (tables: KnownTables): Promise<string> =>
  format(JSON.stringify(tables), { parser: 'json', printWidth: 110 });

async function generate(check: boolean): Promise<void> {
  const known = existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as KnownTables) : {};
  const { migrations, tables } = planMigrations(streams, known);
  if (migrations.length === 0) {
    console.log('infra/clickhouse has every migration that the schemas ask for');
    return;
  }
  if (check) {
    throw new Error(
      `migrations are missing: ${migrations.map(({ what }) => what).join(', ')}; run npm run generate`,
    );
  }
  const first = readMigrations(folder).length + 1;
  for (const [index, { what, sql }] of migrations.entries()) {
    const name = `${String(first + index).padStart(4, '0')}_${what}.sql`;
    writeFileSync(join(folder, name), sql);
    console.log(`wrote infra/clickhouse/${name}`);
  }
  writeFileSync(stateFile, await stateText(tables));
}

try {
  await generate(process.argv.includes('--check'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
