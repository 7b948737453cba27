import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer } from '@weir/kafka';

const everyMs = { available: 5_000, away: 500 };

/** Whether events could be stored now. Asks the broker also while nothing is sent, so that readiness is no memory. */
export function watchBroker(
  producer: Producer,
  topics: readonly string[],
  signal: AbortSignal,
): { problem(): string | undefined } {
  const unknown = () => topics.filter((topic) => producer.partitionsOf(topic) === undefined);

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      const available = await producer.check(topics);
      const settled = available && unknown().length === 0;
      await sleep(settled ? everyMs.available : everyMs.away, undefined, { signal }).catch(() => undefined);
    }
  }
  void watch();

  return {
    problem() {
      if (!producer.available) return 'kafka: no broker answers';
      const missing = unknown();
      return missing.length === 0 ? undefined : `kafka: no topic ${missing.join(', ')}; run provision`;
    },
  };
}
