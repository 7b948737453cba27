import { seededRandom } from './seeded-random.ts';

/** What a test knows of an event that it sends, whatever its stream. */
export interface KnownEvent {
  readonly id: string;
  readonly user: string;
  readonly timeMs: number;
  readonly cents: number;
}

export interface EventsOptions {
  readonly seed: number;
  /** Events in a second of event time. Default 100. */
  readonly perSecond?: number;
  /** Default 60. */
  readonly users?: number;
  /** Events come out of order by up to this long. Default 4,000: within every stream's grace. */
  readonly shuffleMs?: number;
  /** Share of events that come long after their time, and of those that come a second time. Default 0. */
  readonly late?: number;
  readonly repeated?: number;
}

/** Long past, so that nothing is ever ahead of the broker's clock; on a full hour. */
export const firstTimeMs = Date.UTC(2025, 0, 1, 12);

/** An endless row of events, the same for the same seed. Nothing in it is late or twice, unless asked for. */
export function* knownEvents(options: EventsOptions): Generator<KnownEvent, never> {
  const { seed, perSecond = 100, users = 60, shuffleMs = 4_000, late = 0, repeated = 0 } = options;
  const random = seededRandom(seed);
  const recent: KnownEvent[] = [];
  for (let index = 0; ; index += 1) {
    const again = random() < repeated ? recent[random.between(0, recent.length - 1)] : undefined;
    if (again !== undefined) {
      yield again;
      continue;
    }
    const nowMs = firstTimeMs + Math.floor((index * 1_000) / perSecond);
    const behindMs = random() < late ? random.between(5_000, 100_000) : random.between(0, shuffleMs);
    const event = {
      id: `${seed}-${index}`,
      user: `user-${random.between(1, users)}`,
      timeMs: Math.max(firstTimeMs, nowMs - behindMs),
      cents: random.between(1, 100_000),
    };
    recent[index % 2_000] = event;
    yield event;
  }
}

/** The first so many of them. */
export function firstEvents(options: EventsOptions, count: number): KnownEvent[] {
  const source = knownEvents(options);
  return Array.from({ length: count }, () => source.next().value);
}
