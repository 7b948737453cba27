import type { StreamDefinition } from '@weir/streams';
import { aheadSql, appendedSql, betweenSql, eventTable, timeSql } from './metric-rows.ts';

/**
 * When windows closed, recomputed from the raw events alone: a window with end E is closed by the first event of its
 * partition and run whose time is E + grace or more (rules 2 and 3), so the greatest-time clock need not be replayed.
 * SELECT of (run_id, _partition, _bin, _closed): windows with `end <= _bin` closed at offset `_closed - 1`, for the
 * smallest such `_bin`. Reads events of `[{from} + {grace}, {horizon})`; what lies beyond comes as three `carry_` arrays:
 * the smallest offset (plus 1) of each run and partition. No FINAL: a duplicate's first copy has the smaller offset.
 */
export function closingsSql(stream: StreamDefinition, where = ''): string {
  const time = timeSql(stream);
  return `SELECT run_id, _partition, _bin,
    min(_first) OVER (PARTITION BY run_id, _partition ORDER BY _bin DESC) AS _closed
FROM (
    SELECT run_id, _partition, intDiv(${time} - {grace:Int64}, {size:Int64}) * {size:Int64} AS _bin,
        min(_offset) + 1 AS _first
    FROM ${eventTable(stream)}
    WHERE ${betweenSql(stream, '{from:Int64} + {grace:Int64}', '{horizon:Int64}')}
        AND NOT (${aheadSql(time, appendedSql)})${where}
    GROUP BY run_id, _partition, _bin
    UNION ALL
    SELECT _carry.1 AS run_id, _carry.2 AS _partition, {horizon:Int64} AS _bin, _carry.3 + 1 AS _first
    FROM (SELECT arrayJoin(arrayZip({carry_runs:Array(String)}, {carry_partitions:Array(UInt64)},
        {carry_offsets:Array(UInt64)})) AS _carry)
)`;
}
