import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gatewayRequest, passedHeaders } from './gateway-request.ts';
import { forgetAnswers, sharedAnswer } from './shared-answers.ts';

const list = /^\/(?:api\/v1|api|v1)\/(?:markets|datasets|replays|movers)$/;
const bars = /^\/(?:api\/v1|api|v1)\/bars$/;
const prefix = 'replayer ';

/**
 * True for what every page that shows markets asks for again and again: it is asked of the replayer once for all of them.
 * A whole day's bars are too large to be kept in memory, and are piped.
 */
export function isSharedQuestion({ method, url = '/', headers }: IncomingMessage): boolean {
  const { pathname, searchParams } = new URL(url, 'http://here');
  return (
    method === 'GET' &&
    headers.authorization === undefined &&
    (list.test(pathname) || (bars.test(pathname) && (searchParams.get('mnemonic') ?? '') !== ''))
  );
}

interface Whole {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

const ask = (url: string, path: string): Promise<Whole> =>
  new Promise((resolve, reject) => {
    const outgoing = gatewayRequest(url, path, 'GET', { accept: 'application/json' });
    outgoing.on('error', reject);
    outgoing.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('error', reject);
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 502,
          headers: passedHeaders(answer.headers),
          body: Buffer.concat(chunks),
        }),
      );
    });
    outgoing.end();
  });

/** Answers a shared question. Rejects when the replayer does not answer. */
export async function answerShared(
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '/';
  const { status, headers, body } = await sharedAnswer(prefix + path, () => ask(url, path));
  response.writeHead(status, headers);
  response.end(body);
}

/** What was told before something was changed, by a page through this server, is told to nobody any more. */
export const forgetReplayer = (): void => forgetAnswers(prefix);
