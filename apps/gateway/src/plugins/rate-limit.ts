import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import type { Access } from '../access/access.ts';
import { callerName, rememberedCallers } from '../access/caller-name.ts';
import type { Rate } from '../access/rate.ts';
import { Problem } from '../problem.ts';

/**
 * Limits the routes that are registered after it: by the caller's key, else by its address. Each gateway counts for
 * itself. Answers carry the `RateLimit-*` headers of draft-ietf-httpapi-ratelimit-headers, refusals `Retry-After`.
 */
export const limitRate = plugin(
  async (app: FastifyInstance, { rate, access }: { rate: Rate; access: Access }) => {
    await app.register(rateLimit, {
      max: rate.count,
      timeWindow: rate.periodMs,
      cache: rememberedCallers,
      enableDraftSpec: true,
      keyGenerator: (request) => callerName(access, request),
      errorResponseBuilder: (_request, { max, ttl }) =>
        new Problem(
          'too-many-requests',
          `${max} requests are allowed in ${rate.periodMs / 1_000} s; go on in ${Math.ceil(ttl / 1_000)} s, or send more events a request`,
        ),
    });
  },
  { name: 'limit-rate' },
);
