import { streamByName, streams } from '@weir/streams';
import { followEvents, type Wanted } from '../../../queries/follow-event.ts';
import { clickhouseFailure } from '../../../server/clickhouse-failure.ts';
import { clickhouse } from '../../../server/clickhouse.ts';
import { badParameters, clickhouseAway, type ParameterError } from '../../../server/problem.ts';

const mostText = 500;

/** `GET /api/follow?id=` or `?stream=&partition=&offset=`: what became of one event. `stream` narrows a search by id. */
export async function GET(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const errors: ParameterError[] = [];
  const name = params.get('stream') ?? '';
  const stream = streamByName(name);
  if (name !== '' && stream === undefined) {
    errors.push({
      parameter: 'stream',
      message: `expected one of ${streams.map((one) => one.name).join(', ')}`,
    });
  }
  const id = (params.get('id') ?? '').trim();
  const place = (parameter: string): number => {
    const text = params.get(parameter) ?? '';
    if (!/^\d{1,15}$/.test(text)) errors.push({ parameter, message: 'expected a whole number' });
    return Number(text);
  };
  let wanted: Wanted;
  if (id !== '') {
    wanted = { id };
    if (id.length > mostText) errors.push({ parameter: 'id', message: `longer than ${mostText} characters` });
    if (stream !== undefined && stream.id === undefined) {
      errors.push({
        parameter: 'id',
        message: `events of ${stream.name} have no id; give partition and offset`,
      });
    }
  } else {
    wanted = { partition: place('partition'), offset: place('offset') };
    if (name === '')
      errors.push({ parameter: 'stream', message: 'missing; a place in the log is one of a stream' });
  }
  if (errors.length > 0) return badParameters(errors);
  try {
    const events = await followEvents(clickhouse(), stream === undefined ? streams : [stream], wanted);
    return Response.json({ events }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return clickhouseAway(clickhouseFailure(error));
  }
}
