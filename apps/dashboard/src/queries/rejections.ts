import type { Clickhouse } from '@weir/clickhouse';

/** How many events were refused for one reason in one step of time (by when that was judged). */
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
  readonly atMs: number;
}

export interface Rejections {
  readonly points: readonly RejectionPoint[];
  readonly newest: readonly Rejection[];
}

const mostNewest = 50;
const within = `at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
  AND ({stream:String} = '' OR stream = {stream:String})`;

/** Dead letters of a stretch of time, of one stream or (`''`) of all: counted once each, however often redelivered. */
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
  const [points, newest] = await Promise.all([
    clickhouse.query<{ t: string | number; stream: string; reason: string; events: string | number }>(
      `SELECT intDiv(toUnixTimestamp64Milli(at), {step:Int64}) * {step:Int64} AS t, stream, reason,
              uniqExact(origin) AS events
       FROM rejected WHERE ${within} GROUP BY t, stream, reason ORDER BY t`,
      parameters,
    ),
    clickhouse.query<{
      stream: string;
      reason: string;
      detail: string;
      origin: string;
      at_ms: string | number;
    }>(
      `SELECT stream, reason, detail, origin, toUnixTimestamp64Milli(at) AS at_ms
       FROM rejected WHERE ${within} ORDER BY at DESC LIMIT 1 BY stream, origin LIMIT ${mostNewest}`,
      parameters,
    ),
  ]);
  return {
    points: points.map(({ t, stream, reason, events }) => ({
      t: Number(t),
      stream,
      reason,
      events: Number(events),
    })),
    newest: newest.map(({ at_ms, ...rest }) => ({ ...rest, atMs: Number(at_ms) })),
  };
}
