import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownEvent } from './known-events.ts';
import type { SendEvents } from './through-gateway.ts';

export interface FlowOptions {
  /** Events in a second of the test's time, while it flows. Default 600. */
  readonly rate?: number;
}

/** Events that flow in the background while a test does its worst. */
export interface Flow {
  /** How many were stored so far. */
  readonly stored: number;
  /** Ends the flow, after `atLeast` events at full speed if there were fewer. Gives all of them, in their order. */
  finish(atLeast: number): Promise<readonly KnownEvent[]>;
  /** Ends the flow where it is, for a test that has failed. */
  abandon(): void;
}

const batch = 200;

export function startFlow(
  source: Iterator<KnownEvent>,
  send: SendEvents,
  { rate = 600 }: FlowOptions = {},
): Flow {
  const sent: KnownEvent[] = [];
  let stored = 0;
  let least: number | undefined;
  const abandoned = new AbortController();
  const next = (): KnownEvent => source.next().value;

  async function run(): Promise<void> {
    while (!abandoned.signal.aborted && (least === undefined || sent.length < least)) {
      const pause = least === undefined ? sleep((batch * 1_000) / rate) : undefined;
      const size = least === undefined ? batch : Math.min(batch * 10, least - sent.length);
      const events = Array.from({ length: size }, next);
      for (const event of events) sent.push(event);
      await send(events, abandoned.signal);
      stored += events.length;
      await pause;
    }
  }

  const running = run();
  // Whoever finishes the flow is told; until then a failure must not end the process.
  running.catch(() => undefined);
  return {
    get stored() {
      return stored;
    },
    async finish(atLeast) {
      least = atLeast;
      await running;
      return sent;
    },
    abandon: () => abandoned.abort(),
  };
}
