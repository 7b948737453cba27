import {
  createCodec,
  frameSchema,
  transactionSchema,
  wireFormat,
  type Frame,
  type Run,
  type Transaction,
} from '@weir/schemas';
import { createMetrics } from '@weir/runtime';
import { streams as definitions } from '@weir/streams';
import pino from 'pino';
import { openAccess } from './access/access.ts';
import { buildApp, type GatewayParts } from './app.ts';
import type { EncodedEvent, EventSink } from './event-sink.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import type { AnswerLedger, Claim } from './idempotency/answer-ledger.ts';
import type { KnownAnswer } from './idempotency/known-answer.ts';
import type { RunDirectory } from './runs/run-directory.ts';
import type { Redrive, RedriveLog } from './redrive/redrive-log.ts';
import { createRunLedger } from './runs/run-ledger.ts';
import { createStreamCatalog } from './stream-catalog.ts';

const codecs = {
  transactions: createCodec<Transaction>(transactionSchema),
  frames: createCodec<Frame>(frameSchema),
};

/** Keeps what it is given; fails when it is told to. */
export class FakeSink implements EventSink {
  readonly stored: EncodedEvent[] = [];
  failure: Error | undefined;
  /** Fails from the event with this number on. */
  failsAfter = Infinity;
  room = true;
  send(event: EncodedEvent): Promise<void> {
    return this.sendBatch([event]);
  }
  hasRoomFor(): boolean {
    return this.room;
  }
  async sendBatch(events: readonly EncodedEvent[]): Promise<void> {
    if (this.failure !== undefined && this.stored.length + events.length > this.failsAfter)
      throw this.failure;
    this.stored.push(...events);
  }
  transactions(): Transaction[] {
    return this.#decode('transactions', codecs.transactions);
  }
  frames(): Frame[] {
    return this.#decode('frames', codecs.frames);
  }
  #decode<T>(topic: string, codec: { decode(bytes: Buffer, start: number): T }): T[] {
    return this.stored
      .filter((one) => one.topic === topic)
      .map(({ value }) => codec.decode(value, wireFormat.bodyStart));
  }
}

/** Runs that other gateways have written become visible with `refresh`. */
export class FakeRuns implements RunDirectory {
  readonly ready = true;
  readonly known = new Map<string, Run>();
  readonly elsewhere: Run[] = [];
  refreshes = 0;
  get(runId: string): Run | undefined {
    return this.known.get(runId);
  }
  list(): Run[] {
    return [...this.known.values()];
  }
  openRunsOf(stream: string): number {
    return this.list().filter((run) => run.stream === stream && run.state === 'open').length;
  }
  apply(run: Run): void {
    this.known.set(run.run_id, run);
  }
  async refresh(): Promise<void> {
    this.refreshes += 1;
    for (const run of this.elsewhere.splice(0)) this.apply(run);
  }
  async stop(): Promise<void> {}
}

/** Remembers what was sent again, as the topic of markers does. */
export class FakeRedrives implements RedriveLog {
  readonly stored: Redrive[] = [];
  async alreadyDone(origins: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(origins.filter((one) => this.stored.some(({ origin }) => origin === one)));
  }
  async store(redrives: readonly Redrive[]): Promise<ReadonlySet<string>> {
    const done = await this.alreadyDone(redrives.map(({ origin }) => origin));
    const fresh = new Map(
      redrives.filter(({ origin }) => !done.has(origin)).map((redrive) => [redrive.origin, redrive]),
    );
    this.stored.push(...fresh.values());
    return done;
  }
  async close(): Promise<void> {}
}

/** Answers of one process; what another gateway has stored becomes visible with `findSurely` and `store`. */
export class FakeAnswers implements AnswerLedger {
  readonly known = new Map<string, KnownAnswer>();
  readonly elsewhere = new Map<string, KnownAnswer>();
  readonly #sink: FakeSink;
  constructor(sink: FakeSink) {
    this.#sink = sink;
  }
  find(id: string): KnownAnswer | undefined {
    return this.known.get(id);
  }
  async findSurely(id: string): Promise<KnownAnswer | undefined> {
    return this.known.get(id) ?? this.elsewhere.get(id);
  }
  async store({ id, events, ...answer }: Claim): Promise<KnownAnswer | undefined> {
    const earlier = await this.findSurely(id);
    if (earlier !== undefined) return earlier;
    await this.#sink.sendBatch(events);
    this.known.set(id, { ...answer, atMs: Date.now() });
    return undefined;
  }
}

export interface TestGatewayOptions {
  readonly bodyLimitBytes?: number;
  readonly registered?: boolean;
  /** What differs from the defaults. */
  readonly parts?: Partial<GatewayParts>;
}

/** The whole HTTP side on a sink of our own: no Kafka, no registry, no port. */
export async function testGateway({
  bodyLimitBytes = 4_000_000,
  registered = true,
  parts = {},
}: TestGatewayOptions = {}) {
  const sink = new FakeSink();
  const answers = new FakeAnswers(sink);
  const directory = new FakeRuns();
  const redrives = new FakeRedrives();
  const streams = createStreamCatalog(definitions);
  if (registered) for (const served of streams.values()) served.schemaId = 7;
  const metrics = createGatewayMetrics(createMetrics(), () => 0);
  let missing: string | undefined;
  const app = await buildApp({
    log: pino({ level: 'silent' }),
    streams,
    sink,
    runs: createRunLedger(directory, sink, () => 9),
    redrives,
    metrics,
    bodyLimitBytes,
    readiness: () => ({ schemas: true, kafka: missing ?? true, runs: true }),
    access: openAccess,
    answers,
    browsers: { corsOrigins: [], securityHeaders: false },
    trustedProxies: [],
    headersTimeoutMs: 20_000,
    requestTimeoutMs: 300_000,
    ...parts,
  });
  const post = (
    url: string,
    payload: string | Buffer,
    contentType?: string,
    headers: Record<string, string> = {},
  ) =>
    app.inject({
      method: 'POST',
      url,
      payload,
      headers: { ...(contentType === undefined ? {} : { 'content-type': contentType }), ...headers },
    });
  return {
    app,
    sink,
    answers,
    directory,
    redrives,
    breakKafka: (why: string) => (missing = why),
    postJson: (url: string, body: unknown, headers?: Record<string, string>) =>
      post(url, typeof body === 'string' ? body : JSON.stringify(body), 'application/json', headers),
    postLines: (url: string, lines: readonly string[], headers?: Record<string, string>) =>
      post(url, lines.join('\n'), 'application/x-ndjson', headers),
    post,
  };
}

/** A transaction as a client sends it, with what the test wants otherwise. */
export const transaction = (changes: Record<string, unknown> = {}) => ({
  transaction_id: 't-1',
  user_id: 'user-3',
  amount: 12.5,
  created_at: new Date().toISOString(),
  ...changes,
});
