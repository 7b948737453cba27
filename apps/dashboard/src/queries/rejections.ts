import type { Clickhouse } from '@weir/clickhouse';

/** How many events were not counted for one reason in one step of time (by when the log took them). */
export interface RejectionPoint {
  readonly t: number;
  readonly stream: string;
  readonly reason: string;
  readonly events: number;
}

export interface Rejection {
  readonly stream: string;
  readonly reason: string;
  readonly detail: string;
  /** `<topic>-<partition>-<offset>` */
  readonly origin: string;
  /** Of a duplicate: its event is found by it, for the copy itself is no row of its own. */
  readonly id?: string;
  readonly atMs: number;
}

export interface Rejections {
  readonly points: readonly RejectionPoint[];
  readonly newest: readonly Rejection[];
}

const mostNewest = 50;
const within = `at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
  AND ({stream:String} = '' OR stream = {stream:String})`;

interface NewestRow extends Omit<Rejection, 'atMs'> {
  readonly at_ms: string | number;
}

const duplicatesSql = `SELECT stream, 'duplicate' AS reason,
    concat('the id ', id, ' came before with the same time: counted once') AS detail,
    concat(topic, '-', toString(partition), '-', toString(offset)) AS origin, id, toUnixTimestamp64Milli(at) AS at_ms
  FROM duplicates FINAL WHERE ${within} ORDER BY at DESC LIMIT ${mostNewest}`;

/**
 * Dead letters and duplicates of a stretch of time, of one stream or (`''`) of all: counted once each, however often
 * redelivered.
 */
export async function rejections(
  clickhouse: Clickhouse,
  question: {
    readonly stream: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly stepMs: number;
  },
): Promise<Rejections> {
  const parameters = {
    stream: question.stream,
    from: question.fromMs,
    to: question.toMs,
    step: question.stepMs,
  };
  const [points, rejected, duplicates] = await Promise.all([
    clickhouse.query<{ t: string | number; stream: string; reason: string; events: string | number }>(
      `SELECT intDiv(toUnixTimestamp64Milli(at), {step:Int64}) * {step:Int64} AS t, stream, reason,
              uniqExact(origin) AS events
       FROM rejected WHERE ${within} GROUP BY t, stream, reason
       UNION ALL
       SELECT intDiv(toUnixTimestamp64Milli(at), {step:Int64}) * {step:Int64} AS t, stream, 'duplicate' AS reason,
              count() AS events
       FROM duplicates FINAL WHERE ${within} GROUP BY t, stream`,
      parameters,
    ),
    clickhouse.query<NewestRow>(
      `SELECT stream, reason, detail, origin, toUnixTimestamp64Milli(at) AS at_ms
       FROM rejected WHERE ${within} ORDER BY at DESC LIMIT 1 BY stream, origin LIMIT ${mostNewest}`,
      parameters,
    ),
    clickhouse.query<NewestRow>(duplicatesSql, parameters),
  ]);
  const newest = [...rejected, ...duplicates]
    .map(({ at_ms, ...rest }): Rejection => ({ ...rest, atMs: Number(at_ms) }))
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, mostNewest);
  return {
    points: points
      .map(({ t, events, ...rest }) => ({ ...rest, t: Number(t), events: Number(events) }))
      .sort((a, b) => a.t - b.t),
    newest,
  };
}
