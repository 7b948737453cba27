import { openTransactions, readLog, type KafkaConnection, type Transactions } from '@weir/kafka';
import type { EncodedEvent } from '../event-sink.ts';

/** The compacted topic that says which dead letters were sent again; its key is the letter's origin. */
export const redrivesTopic = 'redrives';

/** A dead letter that is sent again. */
export interface Redrive {
  /** `<topic>-<partition>-<offset>` of the record that the dead letter tells of. */
  readonly origin: string;
  readonly stream: string;
  readonly run: string;
  readonly event: EncodedEvent;
}

/** Where re-driven events go: the narrow port between HTTP and Kafka. Both throw `BrokerUnavailable`. */
export interface RedriveLog {
  /** Those of the origins that were sent again before. */
  alreadyDone(origins: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Stores those events whose origin was never sent again before, each with a marker of its origin, in one transaction:
   * all of them or none. Gives the origins that it left out.
   */
  store(redrives: readonly Redrive[]): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

/** A session that nobody needs is closed after this long (ms). */
const idleMs = 30_000;
const transactionalId = 'weir-redrive';

interface Session {
  readonly transactions: Transactions;
  /** Every origin that has a marker: read after the transactional id became ours, since when nobody else adds any. */
  readonly done: Set<string>;
}

const utf8 = (bytes: Buffer | null) => (bytes === null ? '' : bytes.toString());

async function readMarkers(connection: KafkaConnection, done: Set<string>): Promise<void> {
  for await (const { records } of readLog({
    ...connection,
    topic: redrivesTopic,
    from: 'beginning',
    until: 'end',
  })) {
    for (const { key, value } of records) if (value !== null) done.add(utf8(key));
  }
}

const marker = ({ origin, stream, run, event }: Redrive, at: string) => ({
  topic: redrivesTopic,
  key: origin,
  value: Buffer.from(JSON.stringify({ origin, stream, run_id: run, topic: event.topic, at })),
});

/**
 * Re-driving, at most once per dead letter (docs/adr/0015). Taking over the transactional id ends whatever another
 * gateway, or this one before a crash, had under way; only then are the markers read, so none can be missed; and whoever
 * has lost the id cannot commit any more. One at a time.
 */
export function createRedriveLog(connection: KafkaConnection): RedriveLog {
  let session: Session | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  async function end(): Promise<void> {
    clearTimeout(idle);
    session?.transactions.close();
    session = undefined;
  }

  async function begin(): Promise<Session> {
    const transactions = await openTransactions({ ...connection, transactionalId });
    try {
      const done = new Set<string>();
      await readMarkers(connection, done);
      return { transactions, done };
    } catch (error) {
      transactions.close();
      throw error;
    }
  }

  async function store(redrives: readonly Redrive[]): Promise<ReadonlySet<string>> {
    try {
      session ??= await begin();
      const { transactions, done } = session;
      const left = new Set<string>();
      const fresh = new Map<string, Redrive>();
      for (const redrive of redrives) {
        if (done.has(redrive.origin)) left.add(redrive.origin);
        else if (!fresh.has(redrive.origin)) fresh.set(redrive.origin, redrive);
      }
      if (fresh.size === 0) return left;
      const at = new Date().toISOString();
      const markers = [...fresh.values()].map((redrive) => marker(redrive, at));
      await transactions.commit([...[...fresh.values()].map(({ event }) => event), ...markers], []);
      for (const origin of fresh.keys()) done.add(origin);
      return left;
    } catch (error) {
      await end();
      throw error;
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    clearTimeout(idle);
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    void last.then(() => {
      clearTimeout(idle);
      if (session === undefined) return;
      idle = setTimeout(() => void inTurn(end), idleMs).unref();
    });
    return turn;
  }

  return {
    async alreadyDone(origins) {
      const done = new Set<string>();
      await readMarkers(connection, done);
      return new Set(origins.filter((origin) => done.has(origin)));
    },
    store: (redrives) => inTurn(() => store(redrives)),
    async close() {
      await last;
      await end();
    },
  };
}
