import { readPipeline } from '../../../pipeline/read-pipeline.ts';
import { clickhouse } from '../../../server/clickhouse.ts';
import { dashboardConfig } from '../../../server/config.ts';
import { sharedAnswer } from '../../../server/shared-answers.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/pipeline`: how gateway, Kafka, aggregator and ClickHouse are, asked once a second for everybody. */
export async function GET(): Promise<Response> {
  const { gatewayUrl, aggregatorUrl } = dashboardConfig();
  const pipeline = await sharedAnswer('pipeline', () =>
    readPipeline({ clickhouse: clickhouse(), gatewayUrl, aggregatorUrl }),
  );
  return Response.json(pipeline, { headers: { 'cache-control': 'no-store' } });
}
