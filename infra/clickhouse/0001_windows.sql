-- Every WindowResult, one row per partition of the stream's topic. The highest revision is the valid one; read `series`.
-- `_appended_at` decides the partition and not the window's time: see docs/adr/0003.
CREATE TABLE IF NOT EXISTS `windows`{{on_cluster}}
(
    `stream` LowCardinality(String),
    `metric` LowCardinality(String),
    `kind` LowCardinality(String),
    `run_id` String,
    `group` String,
    `window_start` DateTime64(3, 'UTC'),
    `window_ms` UInt64,
    `partition` UInt32,
    `value` Decimal(38, 4),
    `events` UInt64,
    `revision` UInt64,
    `final` Bool,
    `_appended_at` DateTime64(3, 'UTC')
)
ENGINE = {{replicated}}ReplacingMergeTree(`revision`)
PARTITION BY toYYYYMM(`_appended_at`)
ORDER BY (`stream`, `metric`, `run_id`, `window_start`, `group`, `partition`)
SETTINGS index_granularity = 1024;
