import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';

const form = /^[\w.:-]{1,64}$/;
const prefix = randomBytes(4).toString('hex');
let count = 0;

/** The caller's `x-request-id` where it is a plain word, else one of our own: unique, and cheap to make. */
export function requestIdOf({ headers }: { headers: IncomingHttpHeaders }): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && form.test(given) ? given : `${prefix}-${(count += 1).toString(36)}`;
}

/** Answers carry the request's id, and headers that keep a browser from guessing. */
export const requestId = plugin(
  async (app: FastifyInstance) => {
    app.addHook('onRequest', (request, reply, done) => {
      reply.raw.setHeader('x-request-id', request.id);
      reply.raw.setHeader('x-content-type-options', 'nosniff');
      done();
    });
  },
  { name: 'request-id' },
);
