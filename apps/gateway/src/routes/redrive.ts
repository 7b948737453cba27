import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import { IntakeReport } from '../intake/intake-report.ts';
import { bodyFormOf } from '../intake/media-type.ts';
import { parseJson } from '../intake/parse-json.ts';
import { BodyBudget, openBody, readWhole } from '../intake/request-body.ts';
import type { EventLimit } from '../plugins/event-limit.ts';
import { sendProblem } from '../plugins/problems.ts';
import { Problem } from '../problem.ts';
import { readRedriveBody, type RedriveItem } from '../redrive/redrive-body.ts';
import type { Redrive, RedriveLog } from '../redrive/redrive-log.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import type { ServedStream } from '../stream-catalog.ts';

interface RedriveRoutesOptions {
  readonly streams: ReadonlyMap<string, ServedStream>;
  readonly redrives: RedriveLog;
  readonly runs: RunLedger;
  readonly metrics: GatewayMetrics;
  readonly access: Access;
  readonly eventLimit: EventLimit;
}

type RedriveRequest = FastifyRequest<{
  Params: { stream: string };
  Querystring: { run?: string | string[]; dry_run?: string | string[] };
}>;

type ItemState = 'accepted' | 'already' | 'rejected';

const bodyLimitBytes = 8 * 1024 * 1024;

async function readItems(request: FastifyRequest, budget: BodyBudget): Promise<RedriveItem[]> {
  if (bodyFormOf(request.headers['content-type']) !== 'json') {
    throw new Problem('unsupported-media-type', 'send application/json: an array of {"origin", "event"}');
  }
  const bytes = await readWhole(openBody(request.raw, bodyLimitBytes), bodyLimitBytes, budget);
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new Problem('invalid-body', `the body ${parsed.message}`);
  return readRedriveBody(parsed.value);
}

/**
 * `POST /v1/redrive/:stream`: dead letters, mended or not, come in as events again. Each is validated like any event, keeps its
 * origin as a header, and is stored at most once however often it is asked for (docs/adr/0015).
 */
export async function redriveRoutes(app: FastifyInstance, options: RedriveRoutesOptions): Promise<void> {
  const { streams, redrives, runs, metrics, access, eventLimit } = options;
  eventLimit.tellIn(app);
  const budget = new BodyBudget(4 * bodyLimitBytes);

  app.post('/v1/redrive/:stream', async (request: RedriveRequest, reply: FastifyReply) => {
    const served = streams.get(request.params.stream);
    access.require(request.headers, served?.definition.name);
    if (served === undefined) {
      const known = [...streams.keys()].join(', ');
      throw new Problem('unknown-stream', `there is no such stream; there are ${known}`);
    }
    const { name } = served.definition;
    const { run = '', dry_run: dry = 'false' } = request.query;
    if (typeof run !== 'string') throw new Problem('bad-request', 'run is given more than once');
    if (dry !== 'true' && dry !== 'false') throw new Problem('bad-request', 'dry_run must be true or false');
    const { schemaId } = served;
    if (schemaId === undefined) throw new Problem('not-ready', `the schema of ${name} is not known yet`);
    if (run !== '') await runs.forEvents(run, name);

    const taken = eventLimit.admit(request, reply);
    const items = await readItems(request, budget);
    taken(items.length);
    const report = new IntakeReport();
    const wanted: Redrive[] = [];
    const states = items.map(({ origin, event }, index): ItemState => {
      const headers = { origin, ...(run === '' ? {} : { run }) };
      const reading = served.read(event, { schemaId, run, headers, nowMs: Date.now() });
      if (reading.ok) {
        if (reading.warning !== undefined) report.warn(index, undefined, reading.warning);
        wanted.push({ origin, stream: name, run, event: reading.event });
        return 'accepted';
      }
      report.reject(index, undefined, reading.errors);
      metrics.rejected(name, reading.reason);
      return 'rejected';
    });

    const done =
      dry === 'true'
        ? await redrives.alreadyDone(wanted.map(({ origin }) => origin))
        : await redrives.store(wanted);
    const seen = new Set(done);
    items.forEach(({ origin }, index) => {
      if (states[index] !== 'accepted') return;
      if (seen.has(origin)) states[index] = 'already';
      else report.accepted += 1;
      seen.add(origin);
    });
    if (dry === 'false' && report.accepted > 0) metrics.accepted(name, report.accepted);
    const members = {
      ...report.members(),
      already: states.filter((state) => state === 'already').length,
      dry_run: dry === 'true',
      items: items.map(({ origin }, index) => ({ origin, state: states[index] })),
    };
    if (report.rejected === items.length) {
      return sendProblem(reply, new Problem('invalid-events', 'no event is valid; see errors', members));
    }
    return reply.code(report.rejected > 0 ? 207 : dry === 'true' ? 200 : 202).send(members);
  });
}
