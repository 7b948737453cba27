import { streamByName, streams } from '@weir/streams';
import { newestEvents } from '../../../queries/newest-events.ts';
import { clickhouseFailure } from '../../../server/clickhouse-failure.ts';
import { clickhouse } from '../../../server/clickhouse.ts';
import { badParameters, clickhouseAway } from '../../../server/problem.ts';
import { sharedAnswer } from '../../../server/shared-answers.ts';

const limit = 20;

/** `GET /api/events?stream=`: the newest stored events of a stream, newest first. */
export async function GET(request: Request): Promise<Response> {
  const stream = streamByName(new URL(request.url).searchParams.get('stream') ?? '');
  if (stream === undefined) {
    const message = `expected one of ${streams.map(({ name }) => name).join(', ')}`;
    return badParameters([{ parameter: 'stream', message }]);
  }
  try {
    const events = await sharedAnswer(`events ${stream.name}`, () =>
      newestEvents(clickhouse(), stream, limit, Date.now()),
    );
    return Response.json({ stream: stream.name, events }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return clickhouseAway(clickhouseFailure(error));
  }
}
