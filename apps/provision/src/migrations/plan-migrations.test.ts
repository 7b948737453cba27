import type { AvroRecord } from '@weir/schemas';
import { planMigrations } from './plan-migrations.ts';

const timestamp = { type: 'long', logicalType: 'timestamp-millis' } as const;
const clicks = (...more: AvroRecord['fields']) => ({
  name: 'clicks',
  time: 'at',
  maxAheadMs: 300_000,
  schema: { type: 'record', name: 'Click', fields: [{ name: 'at', type: timestamp }, ...more] } as AvroRecord,
});
const page = { name: 'page', type: 'string', default: '/' } as const;

test('a new stream is a new table', () => {
  const { migrations, tables } = planMigrations([clicks()], {});
  expect(migrations.map(({ what }) => what)).toEqual(['events_clicks']);
  expect(migrations[0]?.sql).toContain('CREATE TABLE IF NOT EXISTS `events_clicks`');
  expect(Object.keys(tables)).toEqual(['events_clicks']);
});

test('nothing new is no migration', () => {
  const { tables } = planMigrations([clicks()], {});
  expect(planMigrations([clicks()], tables).migrations).toEqual([]);
});

test('a new field is a new column, in its place', () => {
  const { tables } = planMigrations([clicks()], {});
  const next = planMigrations([clicks(page)], tables);
  expect(next.migrations.map(({ what }) => what)).toEqual(['events_clicks_add_page']);
  expect(next.migrations[0]?.sql).toContain("ADD COLUMN IF NOT EXISTS `page` String DEFAULT '/' AFTER `at`;");
  expect(next.tables['events_clicks']?.map(({ name }) => name).slice(0, 3)).toEqual(['at', 'page', 'run_id']);
  expect(planMigrations([clicks(page)], next.tables).migrations).toEqual([]);
});

test('a field that is gone keeps its column, and finds it again when it comes back', () => {
  const { tables } = planMigrations([clicks(page)], {});
  const without = planMigrations([clicks()], tables);
  expect(without.migrations).toEqual([]);
  expect(planMigrations([clicks(page)], without.tables).migrations).toEqual([]);
});

test('a field with another type is refused in words', () => {
  const { tables } = planMigrations([clicks(page)], {});
  expect(() => planMigrations([clicks({ name: 'page', type: 'int' })], tables)).toThrow(
    'events_clicks.page: its type would change from String to Int32. Rows have the old one: add a field with a new name',
  );
});
