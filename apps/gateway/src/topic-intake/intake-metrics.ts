import { Counter, Gauge, Histogram, type Registry } from '@weir/runtime';

/** What the intake tells of itself. */
export interface IntakeMetrics {
  /** Messages of one committed transaction: events, and dead letters by reason. */
  committed(stream: string, events: number, rejects: ReadonlyMap<string, number>, seconds: number): void;
  /** Messages that were not yet taken, over all partitions. */
  lag(stream: string, messages: number): void;
}

export function createIntakeMetrics(registry: Registry): IntakeMetrics {
  const registers = [registry];
  const messages = new Counter({
    name: 'weir_gateway_intake_messages_total',
    help: 'Messages of JSON topics that were taken, by what became of them: event, or why not',
    labelNames: ['stream', 'outcome'],
    registers,
  });
  const lag = new Gauge({
    name: 'weir_gateway_intake_lag_messages',
    help: 'Messages of JSON topics that were not yet taken',
    labelNames: ['stream'],
    registers,
  });
  const transactions = new Histogram({
    name: 'weir_gateway_intake_transaction_seconds',
    help: 'Time of one Kafka transaction of the intake',
    labelNames: ['stream'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  return {
    committed(stream, events, rejects, seconds) {
      if (events > 0) messages.inc({ stream, outcome: 'event' }, events);
      for (const [outcome, count] of rejects) messages.inc({ stream, outcome }, count);
      transactions.observe({ stream }, seconds);
    },
    lag: (stream, count) => lag.set({ stream }, count),
  };
}
