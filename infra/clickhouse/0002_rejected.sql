-- What was refused, and why: the dlq topics, and records that ClickHouse itself could not decode (`undecodable`).
-- `payload` holds the original bytes. One row per origin (`<topic>-<partition>-<offset>`): a redelivery collapses.
CREATE TABLE IF NOT EXISTS `rejected`{{on_cluster}}
(
    `stream` LowCardinality(String),
    `reason` LowCardinality(String),
    `detail` String,
    `origin` String,
    `run_id` String,
    `key` String,
    `at` DateTime64(3, 'UTC'),
    `payload` String CODEC(ZSTD(1)),
    `_topic` LowCardinality(String),
    `_partition` UInt64,
    `_offset` UInt64,
    `_appended_at` DateTime64(3, 'UTC'),
    INDEX `at_range` `at` TYPE minmax GRANULARITY 1
)
ENGINE = {{replicated}}ReplacingMergeTree(`_appended_at`)
PARTITION BY toYYYYMM(`_appended_at`)
ORDER BY (`stream`, `origin`)
SETTINGS index_granularity = 1024;
