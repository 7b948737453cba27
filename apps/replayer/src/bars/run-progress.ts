import type { Clickhouse } from '@weir/clickhouse';

/**
 * How much of a run the figures hold. Kafka acknowledges an event before it is counted, so a replay ends some seconds, on
 * a busy machine minutes, before its figures are complete.
 */
export interface RunProgress {
  /** Events that Kafka has acknowledged. */
  readonly accepted: number;
  /** Events in the stored windows, of the metric that is furthest behind. */
  readonly counted: number;
  /** Events that came after their windows had closed: they are never counted. */
  readonly late: number;
  /** All windows so far are final. */
  readonly final: boolean;
  /** Nothing more is to come: the run is finished, and every event of it is counted, or late, for good. */
  readonly complete: boolean;
}

const sql = `
  SELECT toInt64(min(w.counted)) AS counted, toUInt8(min(w.closed)) AS is_final, count() AS metrics, any(stored) AS stored,
         any(late) AS late, any(finished) AS finished
  FROM (
    SELECT metric, sum(events) AS counted, min(final) AS closed FROM windows FINAL
    WHERE stream = {stream:String} AND metric IN {metrics:Array(String)} AND run_id = {run:String}
    GROUP BY metric
  ) AS w
  CROSS JOIN (SELECT count() AS stored FROM {events:Identifier} WHERE run_id = {run:String}) AS e
  CROSS JOIN (
    SELECT count() AS late FROM rejected FINAL WHERE stream = {stream:String} AND run_id = {run:String}
  ) AS l
  CROSS JOIN (
    SELECT countIf(isNotNull(finished_at)) > 0 AS finished FROM runs FINAL WHERE run_id = {run:String}
  ) AS r`;

interface Row {
  readonly counted: number | string;
  readonly is_final: number;
  readonly metrics: number | string;
  readonly stored: number | string;
  readonly late: number | string;
  readonly finished: number | boolean;
}

const mostKnown = 1_000;

/** A run, and how many of its events are known to be acknowledged, if that is known. */
export interface AskedRun {
  readonly stream: string;
  readonly metrics: readonly string[];
  readonly run: string;
  readonly accepted: number | undefined;
}

/** Asks how far runs are. What is complete stays so, and is asked for once. */
export function runProgressReader(clickhouse: Clickhouse): (asked: AskedRun) => Promise<RunProgress> {
  const known = new Map<string, RunProgress>();
  return async ({ stream, metrics, run, accepted: acknowledged }) => {
    const before = known.get(run);
    if (before !== undefined) return before;
    const [row] = await clickhouse.query<Row>(sql, { stream, metrics, run, events: `events_${stream}` });
    const all = Number(row?.metrics ?? 0) === metrics.length;
    const counted = all ? Number(row?.counted ?? 0) : 0;
    const late = Number(row?.late ?? 0);
    // Who sent it otherwise than by a replay is not known: what is stored has been acknowledged.
    const accepted = acknowledged ?? Number(row?.stored ?? 0);
    const final = all && row?.is_final === 1;
    const progress = {
      ...{ accepted, counted, late, final },
      complete: Number(row?.finished) === 1 && final && counted + late >= accepted,
    };
    if (progress.complete) {
      if (known.size >= mostKnown) known.clear();
      known.set(run, progress);
    }
    return progress;
  };
}
