import { markets } from '@weir/markets';
import type { FastifyInstance } from 'fastify';
import type { DatasetStore } from '../datasets/dataset-store.ts';
import { answers, list, market } from './schemas.ts';

/** Which markets there are, and where their days can come from. */
export async function marketRoutes(
  app: FastifyInstance,
  { datasets }: { datasets: DatasetStore },
): Promise<void> {
  app.get(
    '/v1/markets',
    {
      schema: {
        tags: ['datasets'],
        summary: 'The markets, and whether days can be fetched from a bucket',
        response: answers(200, 'The markets', list('markets', market)),
      },
    },
    async () => ({
      markets: markets.map(({ name, title, firstDate }) => ({
        name,
        title,
        first_date: firstDate,
        has_bucket: datasets.hasBucket(name),
        bucket_variable: datasets.bucketVariable(name),
      })),
    }),
  );
}
