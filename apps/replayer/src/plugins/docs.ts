import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';

/** `/openapi.json`, made from the routes' schemas, and `/docs` to read and try it. Register before the routes. */
export const docs = plugin(
  async (app: FastifyInstance) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Weir replayer',
          version: '1.0.0',
          description: 'Market data of past days: fetched, prepared, and replayed through the gateway.',
        },
      },
    });
    app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
    await app.register(swaggerUi, { routePrefix: '/docs', uiConfig: { tryItOutEnabled: true } });
  },
  { name: 'docs' },
);
