import { setTimeout as sleep } from 'node:timers/promises';
import { partitionOf } from '@weir/kafka';
import { asJson, type StreamName } from './event-forms.ts';
import type { KnownEvent } from './known-events.ts';
import { streamNamed } from './oracle.ts';

/** Stores events, in this order for every user, and resolves when all of them are stored, or nobody wants them any more. */
export type SendEvents = (events: readonly KnownEvent[], unwanted?: AbortSignal) => Promise<void>;

const retryMs = 200;
/** What a service that is away or overloaded answers. Anything else is a failure of the test. */
const retriable = new Set([429, 502, 503, 504]);

/** Posts events once. True when all were acknowledged; false when some may be stored and some not. */
export async function post(
  gatewayUrl: string,
  stream: StreamName,
  events: readonly KnownEvent[],
): Promise<boolean> {
  let response: Response;
  try {
    response = await fetch(`${gatewayUrl}/v1/events/${stream}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: events.map((event) => asJson(stream, event)).join('\n'),
      signal: AbortSignal.timeout(30_000),
    });
  } catch {
    return false;
  }
  const answer = await response.text();
  if (response.status === 202) return true;
  if (retriable.has(response.status)) return false;
  throw new Error(`the gateway answered ${response.status}: ${answer.slice(0, 500)}`);
}

/** Sends on lanes beside each other, one for each two partitions: a partition gets its events in their order. */
export function inLanes(
  stream: StreamName,
  send: (lane: readonly KnownEvent[], unwanted?: AbortSignal) => Promise<void>,
): SendEvents {
  const { partitions } = streamNamed(stream);
  return async (events, unwanted) => {
    const lanes: KnownEvent[][] = [];
    for (const event of events) {
      (lanes[Math.floor(partitionOf(Buffer.from(event.user), partitions) / 2)] ??= []).push(event);
    }
    await Promise.all(lanes.map((lane) => send(lane, unwanted)));
  };
}

/**
 * Through the gateway. A lane that is refused tries the same events again until they are taken: some are then stored
 * twice, which only a stream with ids can tell.
 */
export function throughGateway(gatewayUrl: string, stream: StreamName): SendEvents {
  return inLanes(stream, async (lane, unwanted) => {
    while (!unwanted?.aborted && !(await post(gatewayUrl, stream, lane))) {
      if (streamNamed(stream).id === undefined) throw new Error(`${stream} were refused, and have no ids`);
      await sleep(retryMs);
    }
  });
}
