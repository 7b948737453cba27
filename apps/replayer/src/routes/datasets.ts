import { isDate, marketByName, markets } from '@weir/markets';
import type { FastifyInstance } from 'fastify';
import type { DatasetStore } from '../datasets/dataset-store.ts';
import { Problem } from '../problem.ts';
import { answers, dataset, list } from './schemas.ts';

const tags = ['datasets'];
const names = markets.map(({ name }) => name);
const body = {
  type: 'object',
  required: ['date'],
  properties: {
    market: { type: 'string', description: names.join(' or '), default: 'xetra' },
    date: { type: 'string', examples: ['2018-02-01'] },
  },
} as const;

/** Days of market data: asked for, fetched, prepared. */
export async function datasetRoutes(
  app: FastifyInstance,
  { datasets }: { datasets: DatasetStore },
): Promise<void> {
  const schema = {
    tags,
    body,
    response: answers(202, 'It is on its way, or here already', dataset, [503]),
  };
  for (const url of ['/v1/datasets', '/api/download-date']) {
    const summary = `Fetch a day and prepare it as one file${url === '/v1/datasets' ? '' : ' (alias)'}`;
    app.post<{ Body: { market: string; date: string } }>(
      url,
      { schema: { ...schema, summary } },
      async (request, reply) => {
        const market = marketByName(request.body.market.toLowerCase());
        const errors = [
          ...(market === undefined
            ? [{ path: '/market', message: `expected one of ${names.join(', ')}` }]
            : []),
          ...(isDate(request.body.date)
            ? []
            : [{ path: '/date', message: 'expected a date of the calendar such as 2018-02-01' }]),
        ];
        if (market === undefined || errors.length > 0) {
          const detail = errors.map(({ path, message }) => `${path.slice(1)}: ${message}`).join('; ');
          throw new Problem('bad-request', detail, { errors });
        }
        return reply.code(202).send(await datasets.request(market, request.body.date));
      },
    );
  }
  app.get(
    '/v1/datasets',
    {
      schema: {
        tags,
        summary: 'All datasets, newest date first',
        response: answers(200, 'The datasets', list('datasets', dataset)),
      },
    },
    async () => ({ datasets: await datasets.list() }),
  );
  app.get<{ Params: { id: string } }>(
    '/v1/datasets/:id',
    { schema: { tags, summary: 'One dataset', response: answers(200, 'The dataset', dataset, [404]) } },
    async ({ params }) => datasets.get(params.id),
  );
}
