import {
  ConnectionFailed,
  createHttpClient,
  problemOf,
  readPosting,
  type Posting,
} from '@weir/gateway-client';
import { Problem } from '../problem.ts';

/** The gateway as the replayer uses it. */
export interface Gateway {
  /** Opens a run and gives its id; throws the problem `gateway-unavailable`. */
  openRun(stream: string, name: string): Promise<string>;
  /** Finishes a run; a sentence when that did not work, and whether trying again may help. */
  finishRun(run: string): Promise<true | { readonly why: string; readonly isPassing: boolean }>;
  /** Posts NDJSON to a run. The same key again: stored once, answered the same. */
  post(stream: string, run: string, ndjson: string, key: string): Promise<Posting>;
  close(): void;
}

export function connectGateway(url: string, apiKey: string | undefined): Gateway {
  const http = createHttpClient(url, { connections: 4, apiKey });
  const json = (value: object) => ({ body: JSON.stringify(value), contentType: 'application/json' });
  const away = (error: unknown): string => {
    if (error instanceof ConnectionFailed) return `cannot reach the gateway at ${error.message}`;
    throw error;
  };
  return {
    async openRun(stream, name) {
      const request = { method: 'POST', path: '/v1/runs', ...json({ stream, name }) } as const;
      const answer = await http.request(request).catch((error: unknown) => {
        throw new Problem('gateway-unavailable', away(error));
      });
      const body = answer.body as { run_id?: unknown } | undefined;
      if (answer.status < 300 && typeof body?.run_id === 'string') return body.run_id;
      if (answer.status === 429) throw new Problem('too-many-replays', problemOf(answer));
      throw new Problem('gateway-unavailable', `the gateway opens no run: ${problemOf(answer)}`);
    },
    async finishRun(run) {
      try {
        const path = `/v1/runs/${encodeURIComponent(run)}/finish`;
        const answer = await http.request({ method: 'POST', path, ...json({}) });
        if (answer.status < 300) return true;
        return { why: problemOf(answer), isPassing: answer.status >= 500 || answer.status === 429 };
      } catch (error) {
        return { why: away(error), isPassing: true };
      }
    },
    async post(stream, run, ndjson, key) {
      const path = `/v1/events/${encodeURIComponent(stream)}?run=${encodeURIComponent(run)}`;
      try {
        const contentType = 'application/x-ndjson';
        return readPosting(
          await http.request({ method: 'POST', path, body: ndjson, contentType, idempotencyKey: key }),
        );
      } catch (error) {
        const isUnclear = error instanceof ConnectionFailed && error.mayHaveArrived;
        return { kind: 'busy', why: away(error), isUnclear };
      }
    },
    close: () => http.close(),
  };
}
