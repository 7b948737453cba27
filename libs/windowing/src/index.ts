/**
 * # What a window means
 *
 * A window is half-open, `[start, start + size)`, aligned to the epoch, in event time (UTC). For one partition of a
 * stream's topic there is one value per (metric, run, group, window). This library computes it and nothing else: no
 * I/O, no timers, no clock of its own; time is an argument.
 *
 *  1. **Pure.** What comes out for a partition is a function of that partition's log alone: not of batch cuts,
 *     restarts, rebalances, the number of instances or wall time. Wall time only decides *when* a provisional value
 *     is taken out, never what the final one is.
 *  2. **Clock.** Per run: the greatest event time seen in the partition. A run is one replay or import with a clock of
 *     its own, so that replaying 2018 makes nothing of today late. Live traffic is run `''`.
 *  3. **Late** is judged per window: late when `end + grace <= clock`. With size 3 s, grace 10 s and the clock at
 *     12:00:13.000, an event of 12:00:02.999 is late for `[12:00:00, 12:00:03)`, since 12:00:03 + 10 s <= 12:00:13;
 *     the same event still counts in the minute `[12:00:00, 12:01:00)`.
 *  4. **Ahead.** An event more than `maxAhead` after the broker's append time counts nowhere and moves no clock.
 *  5. **Provisional, then final.** A changed open window can be taken out at any time with `final: false`. When the
 *     clock passes `end + grace` it comes out with `final: true` and is closed. Open windows of a run that is idle at the end
 *     of the log come out final too but stay open: a further event amends them. When the run is finished, or after long
 *     silence, they are closed for good.
 *  6. **Revision** = 2 × (last log offset counted in the value) + final. An amended value has a higher revision than
 *     the final one that it amends (2 × 8 > 2 × 7 + 1), so the greatest revision is always the valid one.
 *  7. **Resume.** A resume point is the first offset that an open window still needs, with the position (the next
 *     offset that was not yet read) and the clocks there. Reading again from that offset with those clocks restored
 *     rebuilds every open window: what is below the position and belongs to a closed window was counted, or was late,
 *     once, and is skipped without a word.
 *  8. **Unique** counts are exact and only over the stream's key, so that every key lives in one partition and
 *     partitions add up. A first or last value comes with its event time: of several partitions' values the earliest
 *     (latest) one holds, and of equal times that of the lowest (highest) partition, for there is no order between them.
 *  9. **Duplicates** (same id and same event time) count once. Ids are kept as long as a window that could count them
 *     is open; rule 7 rebuilds them too.
 * 10. **Bounds.** At most `maxGroups` groups a window; further ones are counted together in the group `(other)`.
 */
export { PartitionWindows, type Verdict, type PartitionState } from './partition-windows.ts';
export { decodeResumePoint, encodeResumePoint, type ResumePoint } from './resume-point.ts';
export { planWindows, type WindowPlan } from './window-plan.ts';
export type { WindowRow } from './window-row.ts';
