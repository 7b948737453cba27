import type { Registry } from '@weir/runtime';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem.ts';

/** Each part of readiness by name: `true`, or what is missing. */
export type Readiness = Readonly<Record<string, true | string>>;

/** For supervisors, load balancers, Prometheus and people. */
export async function healthRoutes(
  app: FastifyInstance,
  { readiness, metrics }: { readiness: () => Readiness; metrics: Registry },
): Promise<void> {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/api/heartbeat', async () => ({ status: 'ok', at: new Date().toISOString() }));

  app.get('/readyz', async () => {
    const checks = readiness();
    const missing = Object.values(checks).filter((check) => check !== true);
    if (missing.length > 0) throw new Problem('not-ready', missing.join('; '), { checks });
    return { status: 'ready', checks };
  });

  app.get('/metrics', async (_request, reply) =>
    reply.header('content-type', metrics.contentType).send(await metrics.metrics()),
  );
}
