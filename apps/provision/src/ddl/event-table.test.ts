import { streams } from '@weir/streams';
import { forCluster } from './cluster.ts';
import { addColumn, createEventTable } from './event-table.ts';

const named = (name: string) => {
  const stream = streams.find((one) => one.name === name);
  if (stream === undefined) throw new Error(name);
  return createEventTable(stream);
};

test('a stream with an id collapses by it and its time, and keeps the first in the log', () => {
  const sql = named('transactions');
  expect(sql).toContain('`amount` Decimal(18, 4)');
  expect(sql).toContain("`currency` String DEFAULT 'EUR'");
  expect(sql).toContain('ReplacingMergeTree(`_precedence`)');
  expect(sql).toContain('ORDER BY (toStartOfHour(`created_at`), `run_id`, `transaction_id`, `created_at`)');
});

test('a copy that was too far ahead gives way to one that was not', () => {
  expect(named('transactions')).toContain(
    'if(toUnixTimestamp64Milli(`created_at`) > toUnixTimestamp64Milli(`_appended_at`) + 300000, 0,',
  );
});

test('a stream without an id collapses by its place in the log', () => {
  const sql = named('frames');
  expect(sql).not.toContain('_precedence');
  expect(sql).toContain('ReplacingMergeTree()');
  expect(sql).toContain('ORDER BY (toStartOfHour(`ts`), `run_id`, `_partition`, `_offset`)');
});

test('event times do not decide the partition: many different ones would stop the stream', () => {
  for (const stream of streams) {
    expect(createEventTable(stream)).toContain('PARTITION BY toYYYYMM(`_appended_at`)');
  }
});

test('a new column goes after the field before it, and may be added twice', () => {
  const column = { name: 'device', type: 'LowCardinality(String)', default: "'web'" };
  expect(addColumn('events_frames', column, 'uid')).toBe(
    'ALTER TABLE `events_frames`{{on_cluster}}\n' +
      "    ADD COLUMN IF NOT EXISTS `device` LowCardinality(String) DEFAULT 'web' AFTER `uid`",
  );
  expect(addColumn('events_frames', column, undefined)).toMatch(/ FIRST$/);
});

test('alone, the placeholders are empty; on a cluster every replica gets the table and the rows', () => {
  const sql = 'CREATE TABLE t{{on_cluster}} (n Int8) ENGINE = {{replicated}}ReplacingMergeTree(n)';
  expect(forCluster(sql, undefined)).toBe('CREATE TABLE t (n Int8) ENGINE = ReplacingMergeTree(n)');
  expect(forCluster(sql, 'main')).toBe(
    'CREATE TABLE t ON CLUSTER `main` (n Int8) ENGINE = ReplicatedReplacingMergeTree(n)',
  );
});

test('a misspelt placeholder is refused', () => {
  expect(() => forCluster('CREATE TABLE t{{oncluster}}', undefined)).toThrow(
    'unknown placeholder {{oncluster}}',
  );
});
