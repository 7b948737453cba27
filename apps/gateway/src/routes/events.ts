import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import type { EventSink } from '../event-sink.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import type { AnswerLedger } from '../idempotency/answer-ledger.ts';
import { idempotencyKeyOf } from '../idempotency/idempotency-key.ts';
import { intakeOnce } from '../idempotency/intake-once.ts';
import { IntakeInterrupted, intakeJson, intakeLines, type Intake } from '../intake/intake-events.ts';
import type { IntakeReport } from '../intake/intake-report.ts';
import { bodyFormOf, type BodyForm } from '../intake/media-type.ts';
import { BodyBudget, ClientGone, openBody, readWhole } from '../intake/request-body.ts';
import type { EventLimit } from '../plugins/event-limit.ts';
import { asProblem, sendProblem } from '../plugins/problems.ts';
import { Problem } from '../problem.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import type { ServedStream } from '../stream-catalog.ts';

export interface EventRoutesOptions {
  readonly streams: ReadonlyMap<string, ServedStream>;
  readonly sink: EventSink;
  readonly runs: RunLedger;
  readonly metrics: GatewayMetrics;
  readonly bodyLimitBytes: number;
  readonly access: Access;
  readonly answers: AnswerLedger;
  readonly eventLimit: EventLimit;
}

const jsonType = 'application/json; charset=utf-8';
/** The commonest answer, made once. */
const oneAccepted = '{"accepted":1,"rejected":0}';
/** Bodies that all requests together may hold, in bodies of the largest size. */
const bodiesAtOnce = 4;
const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

interface KeyedParts {
  readonly key: string;
  readonly caller: string;
  readonly form: BodyForm;
  readonly taken: (events: number) => void;
}

type EventRequest = FastifyRequest<{ Params: { stream: string }; Querystring: { run?: string | string[] } }>;

function headersOf(run: string, trace: unknown): Intake['context']['headers'] {
  const valid = typeof trace === 'string' && traceparent.test(trace);
  if (run === '' && !valid) return undefined;
  return { ...(run === '' ? {} : { run }), ...(valid ? { traceparent: trace } : {}) };
}

/** 202 all in, 207 some, 400 none. */
function answer(reply: FastifyReply, report: IntakeReport): FastifyReply {
  if (report.accepted === 0) {
    const detail =
      report.rejected === 1 ? 'the event is not valid; see errors' : 'no event is valid; see errors';
    return sendProblem(reply, new Problem('invalid-events', detail, report.members()));
  }
  void reply.code(report.rejected === 0 ? 202 : 207).header('content-type', jsonType);
  return reply.send(JSON.stringify(report.members()));
}

/** `POST /v1/events/:stream` and its aliases: answers when Kafka has acknowledged. */
export async function eventRoutes(app: FastifyInstance, options: EventRoutesOptions): Promise<void> {
  const { streams, sink, runs, metrics, bodyLimitBytes, access, answers, eventLimit } = options;
  eventLimit.tellIn(app);
  const budget = new BodyBudget(bodiesAtOnce * bodyLimitBytes);

  async function intakeOf(
    request: EventRequest,
    served: ServedStream,
    taken: (events: number) => void,
  ): Promise<Intake> {
    const { name } = served.definition;
    const { run = '' } = request.query;
    if (typeof run !== 'string') throw new Problem('bad-request', 'run is given more than once');
    if (served.schemaId === undefined) {
      throw new Problem(
        'not-ready',
        `the schema of ${name} is not known yet: the registry is away or not provisioned`,
      );
    }
    if (run !== '') await runs.forEvents(run, name);
    return {
      read: served.read,
      readBytes: served.readBytes,
      verbatim: served.definition.json.rest !== undefined,
      sink,
      onReject: (reason) => metrics.rejected(name, reason),
      onSeen: () => taken(1),
      context: {
        schemaId: served.schemaId,
        run,
        headers: headersOf(run, request.headers['traceparent']),
        nowMs: Date.now(),
      },
    };
  }

  /** With an Idempotency-Key: stored once, answered the same. */
  async function handleOnce(
    request: EventRequest,
    reply: FastifyReply,
    served: ServedStream,
    { key, caller, form, taken }: KeyedParts,
  ) {
    const { name } = served.definition;
    const { run = '' } = request.query;
    const outcome = await intakeOnce(
      {
        raw: request.raw,
        key,
        caller,
        stream: name,
        run: String(run),
        form,
        bodyLimitBytes,
        budget,
        openIntake: () => intakeOf(request, served, taken),
      },
      answers,
    );
    if (outcome.replayed !== undefined) {
      const { status, body } = outcome.replayed;
      metrics.replayed(name);
      return reply
        .code(status)
        .header('content-type', jsonType)
        .header('idempotent-replayed', 'true')
        .send(body);
    }
    if (outcome.report.accepted > 0) metrics.accepted(name, outcome.report.accepted);
    return answer(reply, outcome.report);
  }

  async function handle(request: EventRequest, reply: FastifyReply, served: ServedStream | undefined) {
    const caller = access.require(request.headers, served?.definition.name);
    if (served === undefined) {
      const known = [...streams.keys()].join(', ');
      throw new Problem(
        'unknown-stream',
        `there is no stream ${request.params.stream.slice(0, 60)}; there are ${known}`,
      );
    }
    const form = bodyFormOf(request.headers['content-type']);
    const key = idempotencyKeyOf(request.headers);
    const taken = eventLimit.admit(request, reply);
    if (key !== undefined) {
      return handleOnce(request, reply, served, { key, caller: caller.name, form, taken });
    }
    const intake = await intakeOf(request, served, taken);
    const body = openBody(request.raw, bodyLimitBytes);
    const report =
      form === 'json'
        ? await intakeJson(await readWhole(body, bodyLimitBytes, budget), intake)
        : await intakeLines(body, bodyLimitBytes, intake);
    if (report.accepted > 0) metrics.accepted(served.definition.name, report.accepted);
    if (report.accepted === 1 && report.isPlain) {
      return reply.code(202).header('content-type', jsonType).send(oneAccepted);
    }
    return answer(reply, report);
  }

  async function handleErrors(request: EventRequest, reply: FastifyReply, served: ServedStream | undefined) {
    try {
      return await handle(request, reply, served);
    } catch (error) {
      const reason = error instanceof IntakeInterrupted ? error.reason : error;
      if (error instanceof IntakeInterrupted && served !== undefined) {
        metrics.accepted(served.definition.name, error.report.accepted);
      }
      if (reason instanceof ClientGone) {
        reply.hijack();
        request.raw.destroy();
        return reply;
      }
      const problem = asProblem(reason);
      if (!(error instanceof IntakeInterrupted) || problem === undefined) throw reason;
      const { accepted } = error.report;
      const so = accepted === 0 ? problem.message : `after ${accepted} accepted events: ${problem.message}`;
      throw new Problem(problem.code, so, { ...problem.members, ...error.report.members() });
    }
  }

  app.post('/v1/events/:stream', (request: EventRequest, reply) =>
    handleErrors(request, reply, streams.get(request.params.stream)),
  );
  for (const served of streams.values()) {
    const { alias } = served.definition;
    if (alias !== undefined)
      app.post(alias, (request: EventRequest, reply) => handleErrors(request, reply, served));
  }
}
