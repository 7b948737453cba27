import { seriesReadable } from '../../queries/series-readable.ts';
import { clickhouseFailure } from '../../server/clickhouse-failure.ts';
import { clickhouse } from '../../server/clickhouse.ts';

export const dynamic = 'force-dynamic';

/** `GET /readyz`: 200 when the page can show data, that is when ClickHouse answers and has the view `series`. */
export async function GET(): Promise<Response> {
  try {
    await seriesReadable(clickhouse());
    return Response.json({ status: 'ok' });
  } catch (error) {
    const reason = clickhouseFailure(error);
    return Response.json({ status: 'unavailable', reason }, { status: 503 });
  }
}
