import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Logger } from '@weir/runtime';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Access } from './access/access.ts';
import type { Rate } from './access/rate.ts';
import type { EventSink } from './event-sink.ts';
import type { AnswerLedger } from './idempotency/answer-ledger.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { browserAccess, type BrowserAccessOptions } from './plugins/browser-access.ts';
import { docs } from './plugins/docs.ts';
import { collectPaths } from './plugins/known-paths.ts';
import { createEventLimit, noEventLimit } from './plugins/event-limit.ts';
import { pipelineLimit } from './plugins/pipeline-limit.ts';
import { problems, sendProblem } from './plugins/problems.ts';
import { limitRate } from './plugins/rate-limit.ts';
import { requestId, requestIdOf } from './plugins/request-id.ts';
import { requestMetrics } from './plugins/request-metrics.ts';
import { answerOf, Problem, type ProblemCode } from './problem.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoutes, type Readiness } from './routes/health.ts';
import type { RedriveLog } from './redrive/redrive-log.ts';
import { redriveRoutes } from './routes/redrive.ts';
import { runRoutes } from './routes/runs.ts';
import { streamRoutes } from './routes/streams.ts';
import type { RunLedger } from './runs/run-ledger.ts';
import type { ServedStream } from './stream-catalog.ts';

export interface GatewayParts {
  readonly log: Logger;
  readonly streams: ReadonlyMap<string, ServedStream>;
  readonly sink: EventSink;
  readonly runs: RunLedger;
  readonly redrives: RedriveLog;
  readonly metrics: GatewayMetrics;
  readonly readiness: () => Readiness;
  readonly bodyLimitBytes: number;
  readonly access: Access;
  readonly answers: AnswerLedger;
  /** Requests that one caller may send; no limit when absent. */
  readonly rate?: Rate | undefined;
  /** Events that one caller may send, in however many requests; no limit when absent. */
  readonly eventRate?: Rate | undefined;
  readonly browsers: BrowserAccessOptions;
  /** Proxies (addresses, networks) whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

const connectionProblems: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers-too-large', 'the headers have more than 16 KiB'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request-timeout', 'the request was not complete in time'],
};

/** A request that is no HTTP, or not all of one, has no Fastify reply: the answer is written to the socket. */
function answerGarbage(
  error: Error & { code?: string },
  socket: NodeJS.WritableStream & { writable: boolean; destroy(): void },
) {
  if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
  const [code, detail] = connectionProblems[error.code ?? ''] ?? ['bad-request', 'the request is not HTTP'];
  const { status, headers, body } = answerOf(new Problem(code, detail), requestIdOf({ headers: {} }));
  const length = Buffer.byteLength(body);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${headers['content-type']}\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** Builds the HTTP side of the gateway around its parts. Does not listen. */
export async function buildApp(parts: GatewayParts): Promise<FastifyInstance> {
  const { log, streams, sink, runs, redrives, metrics, readiness, bodyLimitBytes, access } = parts;
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: !log.isLevelEnabled('debug') }),
    // One logger for all: a child for each request would cost more than it says; errors name their request.
    childLoggerFactory: (logger) => logger,
    genReqId: requestIdOf,
    requestIdHeader: false,
    requestTimeout: parts.requestTimeoutMs,
    // Slow clients are looked for every second; Node's 30 s would let a short limit be a long one.
    http: { headersTimeout: parts.headersTimeoutMs, connectionsCheckingInterval: 1_000 },
    trustProxy: parts.trustedProxies.length > 0 ? [...parts.trustedProxies] : false,
    // Requests that arrive while it closes are served, and their connections closed: the sink closes last.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
    clientErrorHandler: answerGarbage,
    frameworkErrors: (error, _request, reply) => {
      sendProblem(reply as never, new Problem('bad-request', error.message));
    },
  });
  // Bodies are read by the routes that want them, as streams and with their own limits.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request: unknown, _payload: IncomingMessage, done: (error: null) => void) =>
    done(null),
  );

  await app.register(problems, { paths: collectPaths(app) });
  await app.register(pipelineLimit);
  await app.register(requestId);
  await app.register(requestMetrics, { metrics });
  await app.register(browserAccess, parts.browsers);
  await app.register(healthRoutes, { readiness, metrics: metrics.registry });
  await app.register(docs, { streams: [...streams.values()].map(({ definition }) => definition) });
  // What comes after it is limited.
  if (parts.rate !== undefined) await app.register(limitRate, { rate: parts.rate, access });
  const eventLimit = parts.eventRate ? createEventLimit(parts.eventRate, access) : noEventLimit;
  await app.register(streamRoutes, { streams, access });
  await app.register(runRoutes, { runs, streams, access });
  await app.register(eventRoutes, {
    streams,
    sink,
    runs,
    metrics,
    bodyLimitBytes,
    access,
    answers: parts.answers,
    eventLimit,
  });
  await app.register(redriveRoutes, { streams, redrives, runs, metrics, access, eventLimit });
  return app;
}
