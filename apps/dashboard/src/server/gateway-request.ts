import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

// RFC 9110, 7.6.1: these belong to one connection and are not passed on.
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const notPassed = new Set([...hopByHop, 'host', 'expect']);

/** The headers that go through to the other side. */
export const passedHeaders = (headers: IncomingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !notPassed.has(name)));

// An idle connection is closed before the gateway closes it (Node: after 5 s), or a request could meet a dead one.
const agentOptions = { keepAlive: true, maxSockets: 256, timeout: 4_000 };
const agents = { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) };

/** A request to the gateway, not sent yet: the body is piped into it. `path` includes the query. */
export function gatewayRequest(
  gatewayUrl: string,
  path: string,
  method: string,
  headers: IncomingHttpHeaders,
): ClientRequest {
  const target = new URL(gatewayUrl + path);
  const options = { method, headers: passedHeaders(headers) };
  return target.protocol === 'https:'
    ? httpsRequest(target, { ...options, agent: agents.https })
    : httpRequest(target, { ...options, agent: agents.http });
}

/** What a client is told while the gateway is away; it comes with `Retry-After`. */
export const gatewayAway = (gatewayUrl: string) => ({
  title: 'Gateway is not available',
  detail: `The gateway does not answer at ${new URL(gatewayUrl).host}; try again.`,
  headers: { 'retry-after': '1' },
});

/** The same while the replayer is away. */
export const replayerAway = (replayerUrl: string) => ({
  title: 'Replayer is not available',
  detail: `The replayer does not answer at ${new URL(replayerUrl).host}; try again.`,
  headers: { 'retry-after': '1' },
});
