import { setTimeout as sleep } from 'node:timers/promises';
import { createAdmin, createKafka, ownTopics, type KafkaAdmin, type KafkaConnection } from '@weir/kafka';
import type { ServedStream } from '../stream-catalog.ts';
import type { IntakeMetrics } from './intake-metrics.ts';
import { runIntakeSession } from './intake-session.ts';

export interface TopicIntakeOptions {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly streams: ReadonlyMap<string, ServedStream>;
  readonly metrics: IntakeMetrics;
  readonly onCommitted: (stream: string, messages: number, rejected: number) => void;
}

interface Source {
  readonly served: ServedStream;
  readonly inTopic: string;
  readonly dlqTopic: string;
}

const retryMs = 1_000;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const sourcesOf = (streams: ReadonlyMap<string, ServedStream>): Source[] =>
  [...streams.values()].flatMap((served) => {
    const { inTopic, inDlqTopic } = served.definition;
    return inTopic === undefined || inDlqTopic === undefined
      ? []
      : [{ served, inTopic, dlqTopic: inDlqTopic }];
  });

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined);

/**
 * Takes JSON from the topics `<stream>.in` into the streams, as long as the gateway runs. Of several gateways one owns
 * each topic; when it dies another goes on where its last transaction ended. Whatever fails (Kafka away, no such topic
 * yet) is tried again: HTTP goes on meanwhile.
 */
export function startTopicIntake(options: TopicIntakeOptions): { stop: () => Promise<void> } {
  const { connection, groupId, streams } = options;
  const { log } = connection;
  const sources = sourcesOf(streams);
  const stopped = new AbortController();
  const running = sources.length === 0 ? Promise.resolve() : untilStopped();

  /** One membership of the group after the other. */
  async function untilStopped(): Promise<void> {
    let told = '';
    while (!stopped.signal.aborted) {
      try {
        await membership();
        told = '';
      } catch (error) {
        if (messageOf(error) !== told) log.warn(`intake of JSON topics: ${messageOf(error)}; trying again`);
        told = messageOf(error);
      }
      await pause(retryMs, stopped.signal);
    }
  }

  async function membership(): Promise<void> {
    const admin = await createAdmin(createKafka(connection));
    const ended = new AbortController();
    const end = () => ended.abort();
    stopped.signal.addEventListener('abort', end);
    const work = new OwnedTopics(options, sources, admin);
    try {
      await untilTopicsExist(admin);
      if (stopped.signal.aborted) return;
      const member = await ownTopics({
        ...connection,
        groupId,
        topics: sources.map(({ inTopic }) => inTopic),
        onOwned: (topics) => work.own(topics),
        onEnd: (error) => {
          log.error(`intake of JSON topics: the group membership has ended: ${messageOf(error)}`);
          end();
        },
      });
      if (!ended.signal.aborted)
        await new Promise((resolve) => ended.signal.addEventListener('abort', resolve));
      // First the work, then the membership: whoever owns the topics next finds nothing open.
      work.own([]);
      await work.settled();
      await member.close();
    } finally {
      stopped.signal.removeEventListener('abort', end);
      work.own([]);
      await work.settled();
      await admin.close();
    }
  }

  async function untilTopicsExist(admin: KafkaAdmin): Promise<void> {
    const existing = await admin.listTopics();
    const missing = sources
      .flatMap(({ inTopic, dlqTopic }) => [inTopic, dlqTopic])
      .filter((topic) => !existing.includes(topic));
    if (missing.length > 0) throw new Error(`no topic ${missing.join(', ')}; run provision`);
  }

  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** The topics that this process owns now, each with its work. */
class OwnedTopics {
  readonly #options: TopicIntakeOptions;
  readonly #sources: readonly Source[];
  readonly #admin: KafkaAdmin;
  #ownership = new AbortController();
  /** All work so far: the next ownership of a topic begins when the last one has ended. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: TopicIntakeOptions, sources: readonly Source[], admin: KafkaAdmin) {
    this.#options = options;
    this.#sources = sources;
    this.#admin = admin;
  }

  own(topics: readonly string[]): void {
    this.#ownership.abort();
    const ownership = new AbortController();
    this.#ownership = ownership;
    const sources = this.#sources.filter(({ inTopic }) => topics.includes(inTopic));
    if (sources.length === 0) return;
    const before = this.#work;
    this.#work = before.then(async () => {
      await Promise.all(sources.map((source) => this.#take(source, ownership.signal)));
    });
  }

  settled(): Promise<void> {
    return this.#work;
  }

  async #take(source: Source, signal: AbortSignal): Promise<void> {
    const { connection, groupId, metrics, onCommitted } = this.#options;
    const { served, inTopic } = source;
    const { name } = served.definition;
    while (!signal.aborted) {
      const { schemaId } = served;
      try {
        if (schemaId !== undefined) {
          connection.log.info(`taking JSON from ${inTopic} into ${name}`);
          await runIntakeSession({
            ...source,
            connection,
            admin: this.#admin,
            groupId,
            schemaId,
            metrics,
            onCommitted: (messages, rejected) => onCommitted(name, messages, rejected),
            signal,
          });
        }
      } catch (error) {
        if (!signal.aborted)
          connection.log.warn(`intake of ${inTopic}: ${messageOf(error)}; beginning again`);
      }
      if (!signal.aborted) await pause(schemaId === undefined ? 250 : retryMs, signal);
    }
  }
}
