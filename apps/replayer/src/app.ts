import { randomUUID } from 'node:crypto';
import type { Clickhouse } from '@weir/clickhouse';
import type { Logger, Registry } from '@weir/runtime';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { DatasetStore } from './datasets/dataset-store.ts';
import { docs } from './plugins/docs.ts';
import { problems } from './plugins/problems.ts';
import type { ReplayStore } from './replays/replay-store.ts';
import { barRoutes } from './routes/bars.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { healthRoutes } from './routes/health.ts';
import { marketRoutes } from './routes/markets.ts';
import { replayRoutes } from './routes/replays.ts';

export interface ReplayerParts {
  readonly log: Logger;
  readonly metrics: Registry;
  readonly datasets: DatasetStore;
  readonly replays: ReplayStore;
  readonly clickhouse: Clickhouse;
}

/** `/api/v1/datasets` and `/api/datasets`, as the dashboard's port has them too, are `/v1/datasets`. */
export const withoutApi = (url: string): string =>
  url.replace(/^\/api\/(?:v1\/)?(markets|datasets|replays|bars|movers)(?=[/?]|$)/, '/v1/$1');

/** Builds the HTTP side of the replayer around its parts. Does not listen. */
export async function buildApp(parts: ReplayerParts): Promise<FastifyInstance> {
  const { log, metrics, datasets, replays, clickhouse } = parts;
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: !log.isLevelEnabled('debug') }),
    genReqId: () => randomUUID().slice(0, 13),
    requestIdHeader: false,
    bodyLimit: 10_000,
    rewriteUrl: ({ url = '/' }) => withoutApi(url),
    routerOptions: { ignoreTrailingSlash: true },
    ajv: { customOptions: { allowUnionTypes: true } },
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.setHeader('x-request-id', request.id);
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    done();
  });
  // A control button posts nothing, whatever type it says.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined);
    try {
      done(null, JSON.parse(body as string));
    } catch {
      done(Object.assign(new Error('the body is not JSON'), { statusCode: 400 }), undefined);
    }
  });

  await app.register(problems);
  await app.register(docs);
  await app.register(healthRoutes, { metrics });
  await app.register(marketRoutes, { datasets });
  await app.register(datasetRoutes, { datasets });
  await app.register(replayRoutes, { replays });
  await app.register(barRoutes, { clickhouse, replays });
  return app;
}
