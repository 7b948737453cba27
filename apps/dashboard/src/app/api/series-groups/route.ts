import { groupPoints } from '../../../queries/group-points.ts';
import { groupRanking } from '../../../queries/group-ranking.ts';
import { clickhouseFailure } from '../../../server/clickhouse-failure.ts';
import { clickhouse } from '../../../server/clickhouse.ts';
import { badParameters, clickhouseAway } from '../../../server/problem.ts';
import { readSeriesParams } from '../../../server/series-params.ts';
import { sharedAnswer } from '../../../server/shared-answers.ts';

const mostGroups = 100;

/**
 * `GET /api/series-groups?stream=&metric=&from=&to=&run=&step=&top=&points=`: the greatest groups of a grouped metric over a
 * range, and with `points=1` their points by step, all others put together.
 */
export async function GET(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const top = Number(params.get('top') ?? 10);
  const withPoints = params.get('points') === '1';
  params.delete('top');
  params.delete('points');
  const read = readSeriesParams(params, Date.now());
  const errors = read.ok ? [] : [...read.errors];
  if (!Number.isInteger(top) || top < 1 || top > mostGroups) {
    errors.push({ parameter: 'top', message: `expected a whole number from 1 to ${mostGroups}` });
  }
  if (read.ok && read.question.metric.by.length === 0) {
    errors.push({ parameter: 'metric', message: `${read.question.metric.name} has no groups` });
  }
  if (!read.ok || errors.length > 0) return badParameters(errors);
  const { question } = read;
  try {
    const answer = await sharedAnswer(`groups ${JSON.stringify([question, top, withPoints])}`, async () => {
      const ranking = await groupRanking(clickhouse(), question, top);
      const names = ranking.groups.map(({ group }) => group);
      const points = withPoints ? await groupPoints(clickhouse(), question, names) : undefined;
      return { step_ms: question.stepMs, ...ranking, ...(points === undefined ? {} : { points }) };
    });
    return Response.json(answer, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return clickhouseAway(clickhouseFailure(error));
  }
}
