-- Events that came again, with the same id and the same event time, and were counted once: the topic `duplicates` (ADR 0009).
-- One row a copy. `topic`, `partition`, `offset`, `at`: where and when the log took the copy; they never change, so what is
-- delivered twice collapses. Read with FINAL.
CREATE TABLE IF NOT EXISTS `duplicates`{{on_cluster}}
(
    `stream` LowCardinality(String),
    `topic` LowCardinality(String),
    `partition` UInt64,
    `offset` UInt64,
    `run_id` String,
    `id` String,
    `event_time` DateTime64(3, 'UTC'),
    `at` DateTime64(3, 'UTC'),
    `_appended_at` DateTime64(3, 'UTC')
)
ENGINE = {{replicated}}ReplacingMergeTree(`_appended_at`)
PARTITION BY toYYYYMM(`_appended_at`)
ORDER BY (`stream`, `at`, `topic`, `partition`, `offset`)
SETTINGS index_granularity = 1024;
