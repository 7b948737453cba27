import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';

/** Requests that one connection may have unanswered. */
export const mostPipelined = 32;

const unanswered = Symbol('unanswered requests');
type CountingSocket = Socket & { [unanswered]?: number };

/**
 * Cuts connections that ask on and on and read no answer: each waiting answer is memory, and a thousand requests fit into
 * one packet of a client that pipelines.
 */
export const pipelineLimit = plugin(
  async (app: FastifyInstance) => {
    app.addHook('onRequest', (request, reply, done) => {
      const socket = request.raw.socket as CountingSocket;
      const count = (socket[unanswered] ?? 0) + 1;
      socket[unanswered] = count;
      if (count <= mostPipelined) return done();
      reply.hijack();
      socket.destroy();
    });
    app.addHook('onResponse', (request, _reply, done) => {
      const socket = request.raw.socket as CountingSocket;
      socket[unanswered] = (socket[unanswered] ?? 1) - 1;
      done();
    });
  },
  { name: 'pipeline-limit' },
);
