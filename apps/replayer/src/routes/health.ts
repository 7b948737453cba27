import type { Registry } from '@weir/runtime';
import type { FastifyInstance } from 'fastify';

/** For supervisors, load balancers, Prometheus and people. It can work without its bucket, gateway or ClickHouse. */
export async function healthRoutes(app: FastifyInstance, { metrics }: { metrics: Registry }): Promise<void> {
  const about = (summary: string) => ({ schema: { tags: ['operation'], summary } });
  app.get('/healthz', about('The process lives'), async () => ({ status: 'ok' }));
  app.get('/readyz', about('Requests can be taken'), async () => ({ status: 'ready' }));
  app.get('/api/heartbeat', about('The process lives, and its clock'), async () => ({
    status: 'ok',
    at: new Date().toISOString(),
  }));
  app.get('/metrics', about('Figures for Prometheus'), async (_request, reply) =>
    reply.header('content-type', metrics.contentType).send(await metrics.metrics()),
  );
}
