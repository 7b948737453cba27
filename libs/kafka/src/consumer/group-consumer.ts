import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { createAdmin, type KafkaAdmin } from '../admin.ts';
import { createKafka, type KafkaConnection } from '../connect.ts';
import { messageOf } from '../errors.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A partition that this member was given, with what the group committed for it and what the log holds. */
export interface AssignedPartition extends TopicPartition {
  /** The committed offset; undefined when nothing was committed yet. */
  readonly committed: number | undefined;
  readonly metadata: string;
  /** First offset that the log still holds. */
  readonly logStart: number;
  /** Offset that the next record will get. */
  readonly logEnd: number;
  /** How many partitions the topic has. */
  readonly partitions: number;
}

export interface Commit extends TopicPartition {
  readonly offset: number;
  readonly metadata: string;
}

/** What the member does with its partitions. All calls come one after the other, never two at once. */
export interface GroupMember {
  /**
   * The member has these partitions and no others from now on: all state of earlier ones is void. Called before their
   * first records. Throws to refuse (the consumer then fails).
   */
  assigned(partitions: readonly AssignedPartition[]): Promise<void> | void;
  /**
   * Records in offset order, from the committed offset on; maybe none, where there are only markers of transactions and
   * records of aborted ones. `next` is where reading goes on, past all of these. `pulse` keeps the membership alive
   * during long work.
   */
  records(
    at: TopicPartition & { readonly logEnd: number; readonly next: number },
    messages: readonly KafkaMessage[],
    pulse: () => Promise<void>,
  ): Promise<void>;
  /** The partition's log no longer holds the next offset that is needed: records are gone for good. */
  gap(at: TopicPartition, next: number, logStart: number): void;
}

export interface GroupConsumerOptions extends KafkaConnection {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly member: GroupMember;
  /** The consumer has ended and will not come back by itself. */
  readonly onEnd: (error: Error) => void;
  readonly sessionTimeoutMs?: number;
  /** Bound of one partition's share of a fetch (bytes); what is in memory at once is about twice this a partition. */
  readonly fetchBytes?: number;
}

export interface GroupConsumer {
  /**
   * Numbers the assignments: it changes with every join and every rebalance; undefined while there is none. Work that
   * was begun under another epoch must have no effect any more.
   */
  readonly epoch: number | undefined;
  /**
   * False when the broker has not confirmed the membership for a session time: a process that was stopped and woken up
   * may have lost its partitions without having heard of it. Effects must wait until it is true again.
   */
  readonly confirmed: boolean;
  /**
   * Commits offsets with metadata. False when the group has moved on meanwhile and refused them: the partitions then
   * come back through `assigned`, from what was committed before.
   */
  commit(commits: readonly Commit[]): Promise<boolean>;
  close(): Promise<void>;
}

/** How the broker says that this member's assignment is over. */
const movedOn = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'FENCED_INSTANCE_ID',
]);

const typeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;

const keyOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`;

/**
 * A member of a consumer group on kafkajs that knows what it owns: it hands over the committed metadata with every
 * assignment, numbers assignments (epochs), and notices a log that lost what is still needed instead of jumping.
 * kafkajs starts every partition at its committed offset after each join, and so must the member.
 */
export async function joinGroup(options: GroupConsumerOptions): Promise<GroupConsumer> {
  const { groupId, topics, member, log, onEnd } = options;
  const sessionTimeoutMs = options.sessionTimeoutMs ?? 6_000;
  const kafka = createKafka(options);
  const admin = await createAdmin(kafka);
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: 500,
    rebalanceTimeout: 10_000,
    maxWaitTimeInMs: 250,
    maxBytesPerPartition: options.fetchBytes ?? 1_048_576,
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 10 },
  });

  let joins = 0;
  let current: Assignment | undefined;
  let confirmedAt = 0;
  let closing = false;

  interface Assignment {
    readonly epoch: number;
    /** Resolves when the member has taken the partitions over. */
    readonly ready: Promise<void>;
    /** Next offset by topic/partition. */
    readonly next: Map<string, number>;
    taken: boolean;
  }

  const confirm = () => (confirmedAt = performance.now());

  function begin(memberAssignment: Readonly<Record<string, readonly number[]>>): void {
    const epoch = (joins += 1);
    const next = new Map<string, number>();
    const ready = readAssignment(admin, groupId, memberAssignment).then(async (partitions) => {
      if (current?.epoch !== epoch) return;
      for (const one of partitions) {
        next.set(keyOf(one), one.committed ?? one.logStart);
        if (one.committed !== undefined && (one.committed < one.logStart || one.committed > one.logEnd)) {
          member.gap(one, one.committed, one.logStart);
        }
      }
      await member.assigned(partitions);
      if (current?.epoch === epoch) current.taken = true;
    });
    // Without records nobody would ever await it.
    ready.catch((error: unknown) => {
      if (current?.epoch === epoch && !closing)
        onEnd(error instanceof Error ? error : new Error(String(error)));
    });
    current = { epoch, ready, next, taken: false };
    confirm();
  }

  async function take({ batch, heartbeat, resolveOffset }: EachBatchPayload): Promise<void> {
    const mine = current;
    if (mine === undefined) return;
    await mine.ready;
    const at = { topic: batch.topic, partition: batch.partition };
    const next = mine.next.get(keyOf(at));
    if (current !== mine || next === undefined) return;
    // Control records leave gaps in the offsets, so only the log's start tells whether something was lost.
    // (kafkajs's types leave out `fetchedOffset`.)
    const { fetchedOffset } = batch as typeof batch & { readonly fetchedOffset: string };
    if (Number(fetchedOffset) > next) await checkGap(at, next);
    let fresh: readonly KafkaMessage[] = batch.messages;
    if (Number(batch.firstOffset()) < next) fresh = fresh.filter(({ offset }) => Number(offset) >= next);
    const nextOffset = Number(batch.lastOffset()) + 1;
    await member.records({ ...at, logEnd: Number(batch.highWatermark), next: nextOffset }, fresh, heartbeat);
    if (current !== mine) return;
    mine.next.set(keyOf(at), nextOffset);
    resolveOffset(batch.lastOffset());
    await heartbeat();
  }

  /** kafkajs passes over markers of transactions and aborted records by itself; whoever waits for the end must know. */
  function pass(at: TopicPartition, nextOffset: number, logEnd: number): void {
    const mine = current;
    if (mine === undefined) return;
    const tell = async () => {
      const next = mine.next.get(keyOf(at));
      if (current !== mine || next === undefined || nextOffset <= next) return;
      mine.next.set(keyOf(at), nextOffset);
      await member.records({ ...at, logEnd, next: nextOffset }, [], async () => undefined);
    };
    // Its failure is that of the assignment, which is told elsewhere.
    mine.ready.then(tell).catch(() => undefined);
  }

  async function checkGap(at: TopicPartition, next: number): Promise<void> {
    const low =
      (await admin.topicOffsets(at.topic)).find(({ partition }) => partition === at.partition)?.low ?? 0;
    if (low > next) member.gap(at, next, low);
  }

  watch(consumer, {
    joined: (assignment) => begin(assignment),
    rebalancing: () => (current = undefined),
    confirmed: confirm,
    passed: pass,
    crashed: (error, restarts) => {
      current = undefined;
      if (!restarts && !closing) onEnd(error);
      else log.warn(`consumer of ${groupId} starts again: ${messageOf(error)}`);
    },
  });

  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 1,
    eachBatch: take,
  });

  return {
    get epoch() {
      // Not before the member has taken over: a commit of its old state would cross the reading of what was committed.
      return current?.taken ? current.epoch : undefined;
    },
    get confirmed() {
      return current !== undefined && performance.now() - confirmedAt < sessionTimeoutMs;
    },
    async commit(commits) {
      try {
        await consumer.commitOffsets(commits.map((one) => ({ ...one, offset: String(one.offset) })));
        return true;
      } catch (error) {
        if (movedOn.has(String(typeOf(error)))) return false;
        throw error;
      }
    },
    async close() {
      closing = true;
      current = undefined;
      await consumer.disconnect();
      await admin.close();
    },
  };
}

/** The narrow part of kafkajs's events that tells who owns what. */
function watch(
  consumer: Consumer,
  on: {
    joined: (assignment: Readonly<Record<string, readonly number[]>>) => void;
    rebalancing: () => void;
    confirmed: () => void;
    passed: (at: TopicPartition, nextOffset: number, logEnd: number) => void;
    crashed: (error: Error, restarts: boolean) => void;
  },
): void {
  const { GROUP_JOIN, REBALANCING, HEARTBEAT, CRASH, END_BATCH_PROCESS } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload }) => on.joined(payload.memberAssignment));
  consumer.on(REBALANCING, on.rebalancing);
  consumer.on(HEARTBEAT, on.confirmed);
  consumer.on(END_BATCH_PROCESS, ({ payload }) => {
    const { topic, partition, batchSize, lastOffset, highWatermark } = payload;
    if (batchSize === 0) on.passed({ topic, partition }, Number(lastOffset) + 1, Number(highWatermark));
  });
  consumer.on(CRASH, ({ payload }) => on.crashed(payload.error, payload.restart));
}

async function readAssignment(
  admin: KafkaAdmin,
  groupId: string,
  assignment: Readonly<Record<string, readonly number[]>>,
): Promise<AssignedPartition[]> {
  const mine = Object.entries(assignment).filter(([, partitions]) => partitions.length > 0);
  const names = mine.map(([topic]) => topic);
  const committed = await admin.groupOffsets(groupId, names);
  const logs = new Map(
    await Promise.all(names.map(async (topic) => [topic, await admin.topicOffsets(topic)] as const)),
  );
  return mine.flatMap(([topic, partitions]) =>
    partitions.map((partition): AssignedPartition => {
      const group = committed.find((one) => one.topic === topic && one.partition === partition);
      const log = logs.get(topic) ?? [];
      const ofLog = log.find((one) => one.partition === partition);
      return {
        topic,
        partition,
        committed: group?.offset,
        metadata: group?.metadata ?? '',
        logStart: ofLog?.low ?? 0,
        logEnd: ofLog?.high ?? 0,
        partitions: log.length,
      };
    }),
  );
}
