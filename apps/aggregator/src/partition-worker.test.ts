import type { ProducerRecord } from '@weir/kafka';
import { formatDecimal } from '@weir/schemas';
import { streamByName } from '@weir/streams';
import { planWindows } from '@weir/windowing';
import type { EventReader } from './event-reader.ts';
import type { FinishedRuns } from './finished-runs.ts';
import { PartitionWorker, type StreamTools } from './partition-worker.ts';

const noon = Date.UTC(2026, 0, 31, 12);
const noRuns: FinishedRuns = new Map();

/** Reads test records: JSON in place of Avro, "bad" in place of garbage. */
const reader: EventReader = {
  read: (value) => {
    const text = value.toString();
    return text === 'bad' ? { undecodable: 'truncated Avro' } : (JSON.parse(text) as Record<string, unknown>);
  },
};

const rowText = ({ topic, value, headers }: ProducerRecord) =>
  headers?.['reason'] === undefined
    ? `${topic.split('.')[1]} ${value?.toString()}`
    : `${topic} ${String(headers['reason'])} ${String(headers['origin'])}: ${String(headers['detail'])}`;

function toolsOf(name: string): StreamTools {
  const stream = streamByName(name);
  if (stream === undefined) throw new Error(`the stream ${name} is gone`);
  return {
    stream,
    plan: planWindows(stream),
    reader,
    write: (_partition, row) => ({
      topic: stream.metrics[row.metric]?.topic ?? '',
      key: null,
      value: Buffer.from(
        `${row.run_id}${(row.window_start - noon) / 1000}=${formatDecimal(row.value)} r${row.revision}${row.final ? ' final' : ''}`,
      ),
    }),
    duplicatesTopic: 'duplicates',
  };
}

function worker(committed?: { offset: number; metadata: string }, topic = 'frames') {
  const assigned = {
    topic,
    partition: 3,
    committed: committed?.offset,
    metadata: committed?.metadata ?? '',
    logStart: 0,
    logEnd: 0,
    partitions: 6,
  };
  const made = new PartitionWorker(toolsOf(topic), assigned, Date.now());
  let offset = committed?.offset ?? 0;
  const take = (events: (object | 'bad' | null)[], logEnd?: number, run?: string) => {
    const messages = events.map((event) => ({
      offset: String(offset++),
      key: null,
      value: event === null ? null : Buffer.from(event === 'bad' ? 'bad' : JSON.stringify(event)),
      timestamp: String(noon + 30_000),
      ...(run === undefined ? {} : { headers: { run: Buffer.from(run) } }),
    }));
    return made.take(messages, logEnd ?? offset, async () => {});
  };
  const outcome = (afterMs = 0, finished: FinishedRuns = noRuns) =>
    made.outcome(Date.now() + afterMs, finished).records.map(rowText);
  /** What is told of events that came twice, as `key value`. */
  const duplicates = () =>
    made
      .outcome(Date.now(), noRuns)
      .records.filter((record) => record.topic === 'duplicates')
      .map(({ key, value }) => `${String(key)} ${value?.toString()}`);
  return { made, take, outcome, duplicates };
}

const frame = (second: number, uid = 'a') => ({ ts: noon + second * 1000, uid });

test('changed windows come out provisional, and final once the log was idle for a while at its end', async () => {
  const { take, outcome } = worker();
  await take([frame(0), frame(0.5)]);
  expect(outcome()).toEqual(['count 0=2.00 r2', 'users_1s 0=1.00 r2', 'users_1m 0=1.00 r2']);
  expect(outcome(4_000)).toEqual([]);
  expect(outcome(5_001)).toEqual([
    'count 0=2.00 r3 final',
    'users_1s 0=1.00 r3 final',
    'users_1m 0=1.00 r3 final',
  ]);
});

test('silence in the middle of the log is no end: nothing becomes final while records are still to be read', async () => {
  const { take, outcome } = worker();
  await take([frame(0)], 100);
  outcome();
  expect(outcome(60_000)).toEqual([]);
});

test('garbage, tombstones and late events become dead letters in words, and the stream goes on', async () => {
  const { made, take, outcome } = worker();
  await take([frame(0), 'bad', null, frame(20)]);
  await take([frame(1)]);
  expect(outcome().filter((text) => text.startsWith('frames.dlq'))).toEqual([
    'frames.dlq undecodable frames-3-1: truncated Avro',
    'frames.dlq empty frames-3-2: a record without a value (a tombstone) is no event',
    'frames.dlq late frames-3-4: event time 2026-01-31T12:00:01.000Z, clock 2026-01-31T12:00:20.000Z, grace 10 s: too late for count, users_1s',
  ]);
  expect(made.fates).toMatchObject({ counted: 2, late: 1, undecodable: 1, empty: 1 });
});

test('an event far ahead of its arrival becomes a dead letter and closes nothing', async () => {
  const { take, outcome } = worker();
  await take([frame(0), frame(30 + 301)]);
  expect(outcome()).toEqual([
    'count 0=1.00 r0',
    'users_1s 0=1.00 r0',
    'users_1m 0=1.00 r0',
    'frames.dlq ahead frames-3-1: event time 2026-01-31T12:05:31.000Z is more than 300 s after its arrival 2026-01-31T12:00:30.000Z',
  ]);
});

test('after a restart nothing is said twice, and counting goes on where it was', async () => {
  const before = worker();
  const log = [frame(0, 'a'), 'bad' as const, frame(20, 'b'), frame(1, 'c')];
  await before.take(log);
  const { offset, metadata } = before.made.outcome(Date.now(), noRuns);
  const after = worker({ offset, metadata });
  await after.take(log.slice(offset), 4);
  expect(after.outcome().filter((text) => text.includes('dlq'))).toEqual([]);
  await after.take([frame(21, 'd')]);
  expect(after.outcome().filter((text) => text.startsWith('users_1m'))).toEqual(['users_1m 0=4.00 r8']);
});

const sale = (second: number, id: string) => ({ created_at: noon + second * 1000, transaction_id: id });

test('an event that comes again is told of once, with what it was and where and when its copy came', async () => {
  const { made, take, duplicates } = worker(undefined, 'transactions');
  await take([sale(0, 'a'), sale(0, 'b'), sale(0, 'a'), sale(1, 'a')], undefined, 'r1');
  await take([sale(0, 'a')]);
  expect(duplicates()).toEqual([
    `transactions-3-2 ${JSON.stringify({
      stream: 'transactions',
      topic: 'transactions',
      partition: 3,
      offset: 2,
      run_id: 'r1',
      id: 'a',
      event_time: noon,
      at: noon + 30_000,
    })}`,
  ]);
  expect(duplicates()).toEqual([]);
  expect(made.fates).toMatchObject({ counted: 4, duplicate: 1 });
});

test('copies that were told of before a restart are not told of again; one that was not, under the same key', async () => {
  const log = [sale(0, 'a'), sale(0, 'a'), sale(0, 'a')];
  const before = worker(undefined, 'transactions');
  await before.take(log.slice(0, 2), 3);
  const { offset, metadata } = before.made.outcome(Date.now(), noRuns);
  await before.take(log.slice(2));
  const unpublished = before.duplicates();
  expect(unpublished).toHaveLength(1);
  const after = worker({ offset, metadata }, 'transactions');
  await after.take(log, 3);
  expect(after.duplicates()).toEqual(unpublished);
});

test('copies wait among what is to be published, so that reading pauses when there are too many', async () => {
  const { made, take, outcome } = worker(undefined, 'transactions');
  await take(Array.from({ length: 101 }, () => sale(0, 'a')));
  expect(made.pending).toBe(100);
  outcome();
  expect(made.pending).toBe(0);
});

test('a finished run is closed once all of it was read, with live traffic going on, and forgotten after an hour', async () => {
  const { made, take, outcome } = worker();
  const finished: FinishedRuns = new Map([['r1', { at: Date.now(), logEnds: new Map([[3, 2]]) }]]);
  await take([frame(-1e6)], 100, 'r1');
  expect(outcome(0, finished)).toContainEqual('count r1-1000000=1.00 r0');
  await take([frame(-1e6)], 100, 'r1');
  await take([frame(0)], 100);
  expect(outcome(0, finished)).toContainEqual('count r1-1000000=2.00 r3 final');
  expect(made.state.runs).toMatchObject([{ run_id: 'r1', open_windows: 0 }, { run_id: '' }]);
  outcome(3_600_001, finished);
  expect(made.state.runs).toMatchObject([{ run_id: '' }]);
});

test('a run that is silent comes out final although another one keeps the partition busy', async () => {
  const { take, outcome } = worker();
  await take([frame(-1e6)], undefined, 'r1');
  outcome();
  const before = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(before + 6_000);
  await take([frame(0)]);
  expect(outcome().filter((text) => text.startsWith('count'))).toEqual([
    'count r1-1000000=1.00 r1 final',
    'count 0=1.00 r2',
  ]);
  jest.restoreAllMocks();
});

test('with very many runs the oldest finished ones are forgotten, so that a commit always fits', async () => {
  const { made, take } = worker();
  const finished = new Map<string, { at: number; logEnds: Map<number, number> }>();
  for (let run = 0; run < 400; run += 1) {
    await take([frame(0)], undefined, `run${run}`);
    finished.set(`run${run}`, { at: Date.now() + run, logEnds: new Map([[3, 0]]) });
    made.outcome(Date.now(), finished);
  }
  expect(made.state.runs.length).toBeLessThanOrEqual(152);
  expect(made.state.runs.at(-1)).toMatchObject({ run_id: 'run399' });
});

test('a run header that is no run id is refused, since it could not be committed', async () => {
  const { take, outcome } = worker();
  await take([frame(0)], undefined, 'a;b:c');
  expect(outcome()).toEqual(['frames.dlq undecodable frames-3-0: header run: "a;b:c" is no run id']);
});
