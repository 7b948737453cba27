import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { dashboardConfig } from './config.ts';
import { isReplayerPath } from './gateway-paths.ts';
import { gatewayAway, gatewayRequest, passedHeaders, replayerAway } from './gateway-request.ts';
import { problem } from './problem.ts';

function responseOf(answer: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(passedHeaders(answer.headers))) {
    for (const one of Array.isArray(value) ? value : [String(value)]) headers.append(name, one);
  }
  const status = answer.statusCode ?? 502;
  const empty = status === 204 || status === 304;
  // Node's stream types and the DOM's describe the same class.
  const body = empty ? null : (Readable.toWeb(answer) as unknown as ReadableStream<Uint8Array>);
  return new Response(body, { status, headers });
}

/**
 * The gateway's and the replayer's addresses as routes of Next, for `next dev`: the request is passed on and the answer back, both
 * streamed and unchanged. In production front-server.ts does the same before Next sees the request.
 */
export async function passToGateway(request: Request): Promise<Response> {
  const { gatewayUrl, replayerUrl } = dashboardConfig();
  const { pathname, search } = new URL(request.url);
  const isReplayer = isReplayerPath(pathname);
  const url = isReplayer ? replayerUrl : gatewayUrl;
  const outgoing = gatewayRequest(
    url,
    pathname + search,
    request.method,
    Object.fromEntries(request.headers),
  );
  request.signal.addEventListener('abort', () => outgoing.destroy());
  try {
    return await new Promise<Response>((resolve, reject) => {
      outgoing.on('response', (answer) => resolve(responseOf(answer)));
      outgoing.on('error', reject);
      if (request.body === null) return void outgoing.end();
      const body = Readable.fromWeb(request.body as unknown as NodeReadableStream);
      body.on('error', reject);
      body.pipe(outgoing);
    });
  } catch {
    const { title, detail, headers } = (isReplayer ? replayerAway : gatewayAway)(url);
    return problem(503, title, detail, { headers });
  }
}
