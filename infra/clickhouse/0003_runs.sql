-- Replays and imports with a clock of their own. The newest state of a run is the valid one; read with FINAL.
CREATE TABLE IF NOT EXISTS `runs`{{on_cluster}}
(
    `run_id` String,
    `stream` LowCardinality(String),
    `name` String,
    `state` LowCardinality(String),
    `created_at` DateTime64(3, 'UTC'),
    `finished_at` Nullable(DateTime64(3, 'UTC')),
    `updated_at` DateTime64(3, 'UTC')
)
ENGINE = {{replicated}}ReplacingMergeTree(`updated_at`)
ORDER BY `run_id`;
