import { streamByName, streams } from '@weir/streams';
import { rejections } from '../../../queries/rejections.ts';
import { clickhouseFailure } from '../../../server/clickhouse-failure.ts';
import { clickhouse } from '../../../server/clickhouse.ts';
import { badParameters, clickhouseAway, type ParameterError } from '../../../server/problem.ts';
import { parseTime } from '../../../server/series-params.ts';
import { sharedAnswer } from '../../../server/shared-answers.ts';

const mostSteps = 2_000;

/** `GET /api/quality?from=&to=&step=&stream=`: late, ahead, duplicate and refused events by stream, reason and step (ms). */
export async function GET(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const errors: ParameterError[] = [];
  const stream = params.get('stream') ?? '';
  if (stream !== '' && streamByName(stream) === undefined) {
    errors.push({
      parameter: 'stream',
      message: `expected one of ${streams.map(({ name }) => name).join(', ')}`,
    });
  }
  const [fromMs = NaN, toMs = NaN] = ['from', 'to'].map((parameter) => {
    const ms = parseTime(params.get(parameter) ?? '');
    if (ms === undefined)
      errors.push({ parameter, message: 'expected ISO 8601 with an offset or epoch milliseconds' });
    return ms;
  });
  if (fromMs >= toMs) errors.push({ parameter: 'from', message: 'must be before to' });
  const stepMs = Number(params.get('step') ?? 60_000);
  if (!Number.isInteger(stepMs) || stepMs < 1_000 || (toMs - fromMs) / stepMs > mostSteps) {
    errors.push({
      parameter: 'step',
      message: `expected whole milliseconds, from 1000 on, for at most ${mostSteps} steps`,
    });
  }
  if (errors.length > 0) return badParameters(errors);
  try {
    const question = { stream, fromMs, toMs, stepMs };
    const answer = await sharedAnswer(`quality ${JSON.stringify(question)}`, () =>
      rejections(clickhouse(), question),
    );
    return Response.json({ step_ms: stepMs, ...answer }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return clickhouseAway(clickhouseFailure(error));
  }
}
