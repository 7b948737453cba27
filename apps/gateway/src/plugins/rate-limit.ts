import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import type { Access } from '../access/access.ts';
import type { Rate } from '../access/rate.ts';
import { Problem } from '../problem.ts';

/** Callers whose counts are kept; beyond that the one that was quiet longest is forgotten. */
const rememberedCallers = 10_000;

/**
 * Limits the routes that are registered after it: by the caller's key, else by its address. Each gateway counts for
 * itself. Answers carry the `RateLimit-*` headers of draft-ietf-httpapi-ratelimit-headers, refusals `Retry-After`.
 */
export const limitRate = plugin(
  async (app: FastifyInstance, { rate, access }: { rate: Rate; access: Access }) => {
    const callerName = (headers: Parameters<Access['callerOf']>[0]) => {
      try {
        return access.callerOf(headers)?.name ?? '';
      } catch {
        return ''; // Keys that are not known are counted by address: guessing is limited too.
      }
    };
    await app.register(rateLimit, {
      max: rate.requests,
      timeWindow: rate.periodMs,
      cache: rememberedCallers,
      enableDraftSpec: true,
      keyGenerator: ({ headers, ip }) => {
        const name = callerName(headers);
        return name === '' ? `address ${ip}` : `key ${name}`;
      },
      errorResponseBuilder: (_request, { max, ttl }) =>
        new Problem(
          'too-many-requests',
          `${max} requests are allowed in ${rate.periodMs / 1_000} s; go on in ${Math.ceil(ttl / 1_000)} s, or send more events a request`,
        ),
    });
  },
  { name: 'limit-rate' },
);
