import { CliError, unreachable } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { apiKeyFrom } from '../settings.ts';
import {
  ConnectionFailed,
  createHttpClient,
  type HttpAnswer,
  type HttpRequest,
  problemOf,
  readPosting,
  type Posting,
} from '@weir/gateway-client';
import { readRedriving, type Redriving } from './redriving.ts';

export interface Run {
  readonly run_id: string;
  readonly stream?: string;
  readonly name?: string;
  readonly state?: string;
  readonly created_at?: number | string;
  readonly finished_at?: number | string | null;
}

export interface PostEvents {
  readonly stream: string;
  /** One JSON object a line. */
  readonly ndjson: string | Buffer;
  readonly runId?: string | undefined;
  /** The same key again: stored once. */
  readonly idempotencyKey?: string;
}

export interface PostRedrives {
  readonly stream: string;
  /** JSON, as `redriveBody` writes it. */
  readonly body: string;
  readonly runId?: string | undefined;
  readonly dryRun: boolean;
}

/** The gateway, as the command line uses it. All but `postEvents`, `postRedrives` and `isReady` throw a `CliError` when it fails. */
export interface GatewayClient {
  postEvents(events: PostEvents): Promise<Posting>;
  postRedrives(redrives: PostRedrives): Promise<Redriving>;
  /** Whether it takes events now; a sentence saying what is wrong otherwise. */
  isReady(): Promise<true | string>;
  /** Fails at once when nothing listens there, so that nobody waits for a gateway that was never started. */
  assertReachable(): Promise<void>;
  startRun(stream: string, name: string): Promise<Run>;
  finishRun(runId: string): Promise<Run>;
  listRuns(): Promise<Run[]>;
  close(): void;
}

const isRun = (value: unknown): value is Run =>
  typeof value === 'object' && value !== null && typeof (value as { run_id?: unknown }).run_id === 'string';

/** `{"runs": […]}` or the bare array. */
function runsIn(body: unknown): Run[] {
  const list: unknown = typeof body === 'object' && body !== null && 'runs' in body ? body.runs : body;
  return Array.isArray(list) ? list.filter(isRun) : [];
}

export interface GatewayClientOptions {
  readonly connections?: number;
  /** Default: `WEIR_API_KEY`. */
  readonly apiKey?: string | undefined;
}

export function createGatewayClient(
  url: string,
  { connections = 1, apiKey = apiKeyFrom() }: GatewayClientOptions = {},
): GatewayClient {
  const http = createHttpClient(url, { connections, apiKey });

  async function call(request: HttpRequest): Promise<HttpAnswer> {
    try {
      return await http.request(request);
    } catch (error) {
      if (!(error instanceof ConnectionFailed)) throw error;
      throw unreachable(
        `cannot reach the gateway at ${error.message}; start it with \`npm start\`, or say where it is with --gateway URL`,
      );
    }
  }

  async function demand(what: string, request: HttpRequest): Promise<HttpAnswer> {
    const answer = await call(request);
    if (answer.status < 300) return answer;
    const code = answer.status >= 500 ? exitCodes.unreachable : exitCodes.negative;
    throw new CliError(code, `${what}: ${problemOf(answer)}`);
  }

  const json = (value: object) => ({ body: JSON.stringify(value), contentType: 'application/json' });

  async function demandRun(what: string, request: HttpRequest): Promise<Run> {
    const { body } = await demand(what, request);
    if (isRun(body)) return body;
    throw new CliError(exitCodes.unreachable, `${what}: the gateway's answer names no run_id`);
  }

  return {
    async postEvents({ stream, ndjson, runId, idempotencyKey }) {
      const query = runId === undefined ? '' : `?run=${encodeURIComponent(runId)}`;
      const path = `/v1/events/${encodeURIComponent(stream)}${query}`;
      try {
        return readPosting(
          await http.request({
            method: 'POST',
            path,
            body: ndjson,
            contentType: 'application/x-ndjson',
            ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
          }),
        );
      } catch (error) {
        if (!(error instanceof ConnectionFailed)) throw error;
        const why = `cannot reach the gateway at ${error.message}`;
        return { kind: 'busy', why, isUnclear: error.mayHaveArrived };
      }
    },
    async postRedrives({ stream, body, runId, dryRun }) {
      const query = new URLSearchParams({
        dry_run: String(dryRun),
        ...(runId === undefined ? {} : { run: runId }),
      });
      const path = `/v1/redrive/${encodeURIComponent(stream)}?${query.toString()}`;
      try {
        return readRedriving(
          await http.request({ method: 'POST', path, body, contentType: 'application/json' }),
        );
      } catch (error) {
        if (!(error instanceof ConnectionFailed)) throw error;
        return { kind: 'busy', why: `cannot reach the gateway at ${error.message}` };
      }
    },
    async isReady() {
      try {
        const answer = await http.request({ method: 'GET', path: '/readyz' });
        return answer.status === 200 ? true : problemOf(answer);
      } catch (error) {
        if (error instanceof ConnectionFailed) return error.message;
        throw error;
      }
    },
    assertReachable: async () =>
      void (await demand('the gateway is not well', { method: 'GET', path: '/healthz' })),
    startRun: (stream, name) =>
      demandRun(`starting run "${name}"`, { method: 'POST', path: '/v1/runs', ...json({ stream, name }) }),
    finishRun: (runId) =>
      demandRun(`finishing run ${runId}`, {
        method: 'POST',
        path: `/v1/runs/${encodeURIComponent(runId)}/finish`,
        ...json({}),
      }),
    listRuns: async () => runsIn((await demand('listing runs', { method: 'GET', path: '/v1/runs' })).body),
    close: () => http.close(),
  };
}
