import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';

export interface BrowserAccessOptions {
  /** Origins whose pages may call (`*`: all); none: no CORS headers. */
  readonly corsOrigins: readonly string[];
  readonly securityHeaders: boolean;
}

/** What a page of another origin may read of an answer. */
const exposedHeaders = [
  'x-request-id',
  'retry-after',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'idempotent-replayed',
];

/** What browsers ask for: CORS, and the headers that keep pages apart. Both are off by default. */
export const browserAccess = plugin(
  async (app: FastifyInstance, { corsOrigins, securityHeaders }: BrowserAccessOptions) => {
    if (corsOrigins.length > 0) {
      await app.register(cors, {
        origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
        methods: ['GET', 'HEAD', 'POST'],
        exposedHeaders,
        maxAge: 600,
      });
    }
    if (securityHeaders) {
      await app.register(helmet, {
        contentSecurityPolicy: {
          useDefaults: false,
          // /docs is the only page: its scripts are files of our own, its styles are partly inline.
          directives: {
            defaultSrc: ["'self'"],
            styleSrc: ["'self'", "'unsafe-inline'"],
            imgSrc: ["'self'", 'data:'],
            objectSrc: ["'none'"],
            baseUri: ["'self'"],
            frameAncestors: ["'none'"],
          },
        },
        // The business of whoever ends TLS in front of the gateway.
        strictTransportSecurity: false,
        // A page that CORS lets in must be able to read the answer.
        crossOriginResourcePolicy: { policy: corsOrigins.length > 0 ? 'cross-origin' : 'same-origin' },
      });
    }
  },
  { name: 'browser-access' },
);
