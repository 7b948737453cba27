import { seriesPoints } from '../../../queries/series-points.ts';
import { rollupOf } from '../../../panels/rollup.ts';
import { clickhouseFailure } from '../../../server/clickhouse-failure.ts';
import { clickhouse } from '../../../server/clickhouse.ts';
import { badParameters, clickhouseAway } from '../../../server/problem.ts';
import { sharedAnswer } from '../../../server/shared-answers.ts';
import { maxPoints, readSeriesParams } from '../../../server/series-params.ts';

/** `GET /api/series?stream=&metric=&from=&to=&run=&group=&step=`: the points of one metric (docs/adr/0005). */
export async function GET(request: Request): Promise<Response> {
  const read = readSeriesParams(new URL(request.url).searchParams, Date.now());
  if (!read.ok) return badParameters(read.errors);
  const { question } = read;
  try {
    const points = await sharedAnswer(`series ${JSON.stringify(question)}`, () =>
      seriesPoints(clickhouse(), question),
    );
    if (points.length > maxPoints) {
      const message = `the answer has more than ${maxPoints} points; use a longer step, a shorter range or one group`;
      return badParameters([{ parameter: 'step', message }]);
    }
    const { stream, metric, runId, fromMs, toMs, stepMs } = question;
    return Response.json(
      {
        stream,
        metric: metric.name,
        title: metric.title,
        unit: metric.unit,
        run: runId,
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
        window_ms: metric.windowMs,
        step_ms: stepMs,
        rollup: rollupOf(metric.kind),
        points,
      },
      { headers: { 'cache-control': 'no-store' } },
    );
  } catch (error) {
    return clickhouseAway(clickhouseFailure(error));
  }
}
