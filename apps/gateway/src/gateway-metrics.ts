import type { SendReport } from '@weir/kafka';
import { Counter, Gauge, Histogram, type Registry } from '@weir/runtime';

/** Why an event was not accepted. */
export type RejectReason = 'not_json' | 'invalid' | 'too_large';

export interface GatewayMetrics {
  readonly registry: Registry;
  accepted(stream: string, events: number): void;
  rejected(stream: string, reason: RejectReason): void;
  /** A request was answered as before, by its Idempotency-Key. */
  replayed(stream: string): void;
  request(route: string, status: number, seconds: number): void;
  sent(report: SendReport): void;
}

/** The gateway's own figures; `queuedBytes` and `knownAnswers` are read when somebody asks. */
export function createGatewayMetrics(
  registry: Registry,
  queuedBytes: () => number,
  knownAnswers: () => number = () => 0,
): GatewayMetrics {
  const registers = [registry];
  const accepted = new Counter({
    name: 'weir_gateway_events_accepted_total',
    help: 'Events that Kafka has acknowledged',
    labelNames: ['stream'],
    registers,
  });
  const rejected = new Counter({
    name: 'weir_gateway_events_rejected_total',
    help: 'Events that were refused, and why',
    labelNames: ['stream', 'reason'],
    registers,
  });
  const replayed = new Counter({
    name: 'weir_gateway_requests_replayed_total',
    help: 'Requests that were answered as before, by their Idempotency-Key',
    labelNames: ['stream'],
    registers,
  });
  const requests = new Histogram({
    name: 'weir_gateway_request_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const sends = new Histogram({
    name: 'weir_gateway_kafka_send_seconds',
    help: 'Time of one send to Kafka, all its attempts included',
    labelNames: ['outcome'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const batchEvents = new Histogram({
    name: 'weir_gateway_kafka_send_events',
    help: 'Events in one send to Kafka',
    buckets: [1, 5, 25, 100, 250, 1_000, 5_000, 25_000],
    registers,
  });
  new Gauge({
    name: 'weir_gateway_queue_bytes',
    help: 'Bytes that wait for Kafka or are under way',
    registers,
    collect() {
      this.set(queuedBytes());
    },
  });

  new Gauge({
    name: 'weir_gateway_idempotency_answers',
    help: 'Answers that are known by their Idempotency-Key',
    registers,
    collect() {
      this.set(knownAnswers());
    },
  });

  // Looking a child up by its labels costs more than counting; the hot path keeps the few there are.
  const timers = new Map<string, { observe(seconds: number): void }>();
  const counters = new Map<string, { inc(by: number): void }>();
  return {
    registry,
    accepted(stream, events) {
      let counter = counters.get(stream);
      if (counter === undefined) counters.set(stream, (counter = accepted.labels({ stream })));
      counter.inc(events);
    },
    replayed: (stream) => replayed.inc({ stream }),
    rejected: (stream, reason) => rejected.inc({ stream, reason }),
    request(route, status, seconds) {
      const name = `${status} ${route}`;
      let timer = timers.get(name);
      if (timer === undefined) timers.set(name, (timer = requests.labels({ route, status })));
      timer.observe(seconds);
    },
    sent({ records, seconds, stored }) {
      sends.observe({ outcome: stored ? 'stored' : 'failed' }, seconds);
      batchEvents.observe(records);
    },
  };
}
