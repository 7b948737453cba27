import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { streams } from '@weir/streams';
import { forCluster } from '../ddl/cluster.ts';
import { conflict } from './apply-migrations.ts';
import { checksumOf, readMigrations } from './migration-files.ts';
import { planMigrations, type KnownTables } from './plan-migrations.ts';
import { statementsOf } from './statements.ts';

const folder = join(__dirname, '../../../../infra/clickhouse');

function withFiles<T>(files: Record<string, string>, use: (folder: string) => T): T {
  const temporary = mkdtempSync(join(tmpdir(), 'weir-migrations-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(temporary, name), text);
  try {
    return use(temporary);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

test('every migration of the repository can be repeated, and is replicated on a cluster', () => {
  for (const { name, sql } of readMigrations(folder)) {
    for (const statement of statementsOf(sql)) {
      const onCluster = forCluster(statement, 'main');
      expect([name, onCluster]).toEqual([name, expect.stringMatching(/IF (NOT )?EXISTS/)]);
      expect([name, onCluster]).toEqual([name, expect.stringMatching(/ ON CLUSTER `main`/)]);
      if (onCluster.includes('ENGINE')) expect(onCluster).toMatch(/ENGINE = Replicated\w*MergeTree/);
    }
  }
});

test('the repository has every migration that its schemas ask for', () => {
  const known = JSON.parse(readFileSync(join(folder, 'event-tables.json'), 'utf8')) as KnownTables;
  expect(planMigrations(streams, known).migrations).toEqual([]);
});

test('a gap or a twin in the numbers is named', () => {
  withFiles({ '0001_a.sql': '', '0003_b.sql': '' }, (files) => {
    expect(() => readMigrations(files)).toThrow(
      /0003_b.sql: expected a migration named 0002_<what>.sql here/,
    );
  });
  withFiles({ '0001_a.sql': '', '0001_b.sql': '' }, (files) => {
    expect(() => readMigrations(files)).toThrow(/0001_b.sql: expected a migration named 0002_/);
  });
});

test('a migration that was changed after it was applied is refused; one from a newer version is let be', () => {
  const migration = { number: 1, name: '0001_a.sql', sql: 'SELECT 1', checksum: checksumOf('SELECT 1') };
  expect(conflict([migration], [migration])).toBeUndefined();
  expect(
    conflict([migration], [migration, { number: 2, name: '0002_b.sql', checksum: 'x' }]),
  ).toBeUndefined();
  expect(conflict([migration], [{ ...migration, checksum: 'other' }])).toBe(
    'migration 0001_a.sql was changed after it was applied (then 0001_a.sql): ' +
      'restore the file, and write a new migration for the change',
  );
});

test('line ends do not change a checksum', () => {
  expect(checksumOf('a\r\nb')).toBe(checksumOf('a\nb'));
});

test('statements end with a semicolon at the end of a line; comments alone are none', () => {
  expect(statementsOf("-- first\nSELECT ';' ;\n\nSELECT 2;\n-- the end\n")).toEqual([
    "-- first\nSELECT ';'",
    'SELECT 2',
  ]);
});
