import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import type { GatewayMetrics } from '../gateway-metrics.ts';

/** Counts and times requests by route (never by URL: their number has no bound). */
export const requestMetrics = plugin(
  async (app: FastifyInstance, { metrics }: { metrics: GatewayMetrics }) => {
    app.addHook('onResponse', (request, reply, done) => {
      metrics.request(request.routeOptions.url ?? '(none)', reply.statusCode, reply.elapsedTime / 1000);
      done();
    });
  },
  { name: 'request-metrics' },
);
