import type { Clickhouse } from '@weir/clickhouse';
import { cellsSql, faults } from './cells.ts';
import type { Scope } from './judged-rows.ts';
import { sliceParameters, type Slice } from './slice.ts';

/** One partition's part of a window and group: what it published beside what its events give. */
export interface Cell {
  readonly partition: number;
  /** Whether anything was published. */
  readonly found: boolean;
  readonly published: string;
  readonly publishedEvents: number;
  readonly final: boolean;
  /** The last offset that the published value counts. */
  readonly lastCounted: number;
  readonly recomputed: string;
  readonly events: number;
  /** Offsets of the first and last event of the window, counted or not; undefined when none is stored. */
  readonly lowestOffset: number | undefined;
  readonly highestOffset: number | undefined;
  /** The offset at which the window closed; undefined while it is open. */
  readonly closedAtOffset: number | undefined;
  readonly late: number;
  readonly ahead: number;
  readonly waiting: number;
  readonly other: number;
  readonly rejected: number;
  readonly differs: boolean;
  readonly unstored: boolean;
  /** Events with which something is wrong (`faults` of cells.ts). */
  readonly faulty: number;
}

type Row = Readonly<Record<string, number | string>>;

/** The partitions of a window of one run and group. */
export async function readCells(clickhouse: Clickhouse, scope: Scope, slice: Slice): Promise<Cell[]> {
  const rows = await clickhouse.query<Row>(
    `SELECT * EXCEPT (_published, _value), toString(_published) AS _published, toString(_value) AS _value,
    _lowest < 18446744073709551615 AS _any
FROM (${cellsSql(scope)}) ORDER BY _partition`,
    sliceParameters(scope, slice),
  );
  return rows.map((row) => {
    const number = (name: string) => Number(row[name]);
    const any = number('_any') > 0;
    return {
      partition: number('_partition'),
      found: number('_found') > 0,
      published: String(row['_published']),
      publishedEvents: number('_published_events'),
      final: number('_final') > 0,
      lastCounted: number('_last'),
      recomputed: String(row['_value']),
      events: number('_events'),
      lowestOffset: any ? number('_lowest') : undefined,
      highestOffset: any ? number('_highest') : undefined,
      closedAtOffset: number('_closed_before') > 0 ? number('_closed_before') - 1 : undefined,
      late: number('_late_events'),
      ahead: number('_ahead_events'),
      waiting: number('_waiting_events'),
      other: number('_other_events'),
      rejected: number('_rejected_events'),
      differs: number('_differs') > 0,
      unstored: number('_unstored') > 0,
      faulty: faults.reduce((sum, name) => sum + number(`_${name}`), 0),
    };
  });
}
