import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerShared, forgetReplayer, isSharedQuestion } from './ask-replayer.ts';
import { isGatewayPath, isReplayerPath } from './gateway-paths.ts';
import { gatewayAway, gatewayRequest, passedHeaders, replayerAway } from './gateway-request.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The services behind this port. */
export interface Behind {
  readonly gatewayUrl: string;
  readonly replayerUrl: string;
}

/**
 * `X-Forwarded-For` for whoever is behind: the address that this request came from, after those that it brought along.
 * A client may write there what it likes; whoever reads the list believes it from its end, as far as it trusts the proxies.
 */
function forwardedFor({ headers, socket: { remoteAddress } }: IncomingMessage): {
  'x-forwarded-for'?: string;
} {
  if (remoteAddress === undefined) return {};
  const before = headers['x-forwarded-for'];
  return { 'x-forwarded-for': before === undefined ? remoteAddress : `${String(before)}, ${remoteAddress}` };
}

function sayAway(url: string, away: typeof gatewayAway, response: ServerResponse): void {
  const { title, detail, headers } = away(url);
  response.writeHead(503, { 'content-type': 'application/problem+json', ...headers });
  response.end(JSON.stringify({ type: 'about:blank', title, status: 503, detail }));
}

/** Passes a request on and its answer back, both streamed and unchanged. */
function pass(
  url: string,
  away: typeof gatewayAway,
  request: IncomingMessage,
  response: ServerResponse,
  onAnswer?: () => void,
): void {
  const outgoing = gatewayRequest(url, request.url ?? '/', request.method ?? 'GET', {
    ...request.headers,
    ...forwardedFor(request),
  });
  outgoing.on('response', (answer) => {
    onAnswer?.();
    response.writeHead(answer.statusCode ?? 502, passedHeaders(answer.headers));
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  });
  outgoing.on('error', () => {
    // After the answer has begun, a broken request is the rest of a body that the gateway did not want.
    if (!response.headersSent) sayAway(url, away, response);
  });
  request.pipe(outgoing);
  response.on('close', () => outgoing.destroy());
}

/** Questions of many pages are asked of the replayer once; what changes something goes there by itself. */
function passToReplayer(url: string, request: IncomingMessage, response: ServerResponse): void {
  if (isSharedQuestion(request)) {
    answerShared(url, request, response).catch(() => sayAway(url, replayerAway, response));
    return;
  }
  // Whoever changed something looks at once whether it has.
  pass(url, replayerAway, request, response, request.method === 'GET' ? undefined : forgetReplayer);
}

/**
 * The dashboard's port: the gateway's and the replayer's addresses are piped through, which costs a tenth of a route of Next and makes
 * this port fit for real traffic; all others are pages.
 */
export const createFrontServer = ({ gatewayUrl, replayerUrl }: Behind, pages: Handler): Server =>
  createServer((request, response) => {
    const path = request.url ?? '/';
    const end = path.indexOf('?');
    const pathname = end < 0 ? path : path.slice(0, end);
    if (isReplayerPath(pathname)) passToReplayer(replayerUrl, request, response);
    else if (isGatewayPath(pathname)) pass(gatewayUrl, gatewayAway, request, response);
    else void pages(request, response);
  });
