import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { StreamDefinition } from '@weir/streams';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import { openApi } from '../openapi/open-api.ts';

/** `/openapi.json`, and `/docs` to read and try it: all assets come from here, nothing from the internet. */
export const docs = plugin(
  async (app: FastifyInstance, { streams }: { streams: readonly StreamDefinition[] }) => {
    const document = openApi(streams);
    await app.register(swagger, { mode: 'static', specification: { document: document as never } });
    // One buffer for all answers: the document is large, and waiting answers must not be.
    const bytes = Buffer.from(JSON.stringify(document));
    app.get('/openapi.json', (_request, reply) =>
      reply.header('content-type', 'application/json; charset=utf-8').send(bytes),
    );
    await app.register(swaggerUi, { routePrefix: '/docs', uiConfig: { tryItOutEnabled: true } });
  },
  { name: 'docs' },
);
