-- For `first` and `last`: the event time of the event that gave the value, by which `series` merges partitions (ADR 0010).
ALTER TABLE `windows`{{on_cluster}}
    ADD COLUMN IF NOT EXISTS `value_at` Nullable(DateTime64(3, 'UTC')) AFTER `value`;
