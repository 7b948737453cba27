-- Which dead letters were sent again, when, and in which run (empty: as live traffic): the topic `redrives`, one row per
-- dead letter, since each is sent again at most once. Read together with `rejected`, as the view `dead_letters`.
CREATE TABLE IF NOT EXISTS `redrives`{{on_cluster}}
(
    `stream` LowCardinality(String),
    `origin` String,
    `run_id` String,
    `at` DateTime64(3, 'UTC'),
    `_appended_at` DateTime64(3, 'UTC')
)
ENGINE = {{replicated}}ReplacingMergeTree(`_appended_at`)
ORDER BY (`stream`, `origin`)
SETTINGS index_granularity = 1024;
