-- An event that came too far ahead counts in no window; when it comes again in time (a re-driven dead letter), windows
-- count that copy. So it is also the row to keep.
ALTER TABLE `events_transactions`{{on_cluster}}
    MODIFY COLUMN IF EXISTS `_precedence` UInt64 MATERIALIZED if(toUnixTimestamp64Milli(`created_at`) > toUnixTimestamp64Milli(`_appended_at`) + 300000, 0, 18446744073709551615 - `_offset`);
