import { readLog, type KafkaConnection, type LogBatch, type LogReader, type Registry } from '@weir/kafka';
import { createCodec, runSchema, wireFormat, type Codec, type Run } from '@weir/schemas';

/** The compacted topic of all runs, keyed by run id; its subject is `runs-value`. */
export const runsTopic = 'runs';

/** All runs, as the topic `runs` has them: the gateway keeps nothing of its own, any number of gateways agree. */
export interface RunDirectory {
  /** False until the topic was read to its end once. */
  readonly ready: boolean;
  get(runId: string): Run | undefined;
  list(): Run[];
  openRunsOf(stream: string): number;
  /** Takes in what was just written, without waiting for it to come back. */
  apply(run: Run): void;
  /** Reads to the present end of the topic: what another gateway wrote a moment ago is then known. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

/** Follows the topic `runs`. Starts at once and goes on through broker outages. */
export function followRuns(connection: KafkaConnection, registry: Registry): RunDirectory {
  const runs = new Map<string, Run>();
  const offsets = new Map<number, number>();
  const codecs = new Map<number, Codec<Run>>();
  const { log } = connection;
  let ready = false;
  let stopped = false;
  let refreshing: Promise<void> | undefined;
  let follower: LogReader | undefined;

  async function codecOf(schemaId: number): Promise<Codec<Run>> {
    let codec = codecs.get(schemaId);
    if (codec === undefined) {
      codec = createCodec<Run>(runSchema, await registry.schemaById(schemaId));
      codecs.set(schemaId, codec);
    }
    return codec;
  }

  /** Two readers may bring the same record; an older state never replaces a newer one. */
  function apply(run: Run): void {
    if (runs.get(run.run_id)?.state === 'finished') return;
    runs.set(run.run_id, run);
  }

  async function take({ partition, records, nextOffset }: LogBatch): Promise<void> {
    for (const { key, value, offset } of records) {
      if (value === null) {
        runs.delete(String(key));
        continue;
      }
      const schemaId = wireFormat.readSchemaId(value);
      try {
        if (schemaId === undefined) throw new Error('not in the wire format');
        apply((await codecOf(schemaId)).decode(value, wireFormat.bodyStart));
      } catch (error) {
        log.warn({ partition, offset }, `skipped a record of ${runsTopic}: ${String(error)}`);
      }
    }
    offsets.set(partition, Math.max(offsets.get(partition) ?? 0, nextOffset));
  }

  async function readToEnd(): Promise<void> {
    const reader = readLog({ ...connection, topic: runsTopic, from: new Map(offsets), until: 'end' });
    for await (const batch of reader) await take(batch);
  }

  async function follow(): Promise<void> {
    follower = readLog({ ...connection, topic: runsTopic, from: new Map(offsets), until: 'follow' });
    for await (const batch of follower) await take(batch);
  }

  async function start(): Promise<void> {
    let said = '';
    for (let waitMs = 500; !stopped; waitMs = Math.min(waitMs * 2, 4_000)) {
      try {
        await readToEnd();
        if (said !== '') log.info('runs are known');
        ready = true;
        await follow();
      } catch (error) {
        const problem = `waiting for runs: ${error instanceof Error ? error.message : String(error)}`;
        if (problem !== said && !stopped) log.warn(problem);
        said = problem;
        await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
      }
    }
  }
  void start();

  return {
    get ready() {
      return ready;
    },
    get: (runId) => runs.get(runId),
    list: () => [...runs.values()],
    openRunsOf(stream) {
      let count = 0;
      for (const run of runs.values()) if (run.stream === stream && run.state === 'open') count += 1;
      return count;
    },
    apply,
    refresh() {
      refreshing ??= readToEnd().finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
    async stop() {
      stopped = true;
      await follower?.stop();
    },
  };
}
