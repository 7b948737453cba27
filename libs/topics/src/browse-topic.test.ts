import type { LogRecord } from '@weir/kafka';
import fc from 'fast-check';
import { browseStart, readCursor, writeCursor, type BrowseFrom } from './browse-start.ts';
import { browseTopic, type BrowsedLog, type BrowsePage, type BrowsePosition } from './browse-topic.ts';
import type { BrowsedRecord } from './browsed-record.ts';
import { createRecordDecoder } from './record-decoder.ts';

/** Partitions with gaps (compaction, transactions), read in answers of a few records. */
function fakeLog(
  partitions: readonly (readonly LogRecord[])[],
  highs: readonly number[],
  answer = 3,
): BrowsedLog {
  return {
    ends: async () => highs.map((high, partition) => ({ partition, low: 0, high })),
    offsetsAt: async (_topic, timeMs) =>
      new Map(
        partitions.map((records, partition) => [
          partition,
          records.find(({ timestamp }) => timestamp >= timeMs)?.offset ?? highs[partition] ?? 0,
        ]),
      ),
    fetch: async (_topic, positions) =>
      [...positions].map(([partition, from]) => {
        const records = (partitions[partition] ?? []).filter(({ offset }) => offset >= from).slice(0, answer);
        const isLast = records.at(-1) === partitions[partition]?.at(-1) || records.length === 0;
        const high = highs[partition] ?? 0;
        return {
          partition,
          records,
          unreadable: [],
          nextOffset: isLast ? high : (records.at(-1)?.offset ?? 0) + 1,
          highWatermark: high,
        };
      }),
  };
}

const record = (offset: number, timestamp: number, value = `{"n":${offset}}`): LogRecord => ({
  offset,
  timestamp,
  key: Buffer.from(`k${offset}`),
  value: Buffer.from(value),
  headers: {},
});

const decode = createRecordDecoder({ schemaById: async () => Promise.reject(new Error('none')) });
const source = (log: BrowsedLog) => ({ log, topic: 't', decode, mask: (one: BrowsedRecord) => one });
const limits = { matches: 4, scanned: 1_000, timeMs: 60_000, bytes: 1e9 };
const where = ({ partition, offset }: BrowsedRecord) => `${partition}-${offset}`;

async function pages(
  log: BrowsedLog,
  from: BrowseFrom,
  matches: (record: BrowsedRecord) => boolean = () => true,
  bounds = limits,
): Promise<BrowsePage[]> {
  const all: BrowsePage[] = [];
  let position: BrowsePosition | undefined = await browseStart(log, 't', from);
  while (position !== undefined) {
    const page: BrowsePage = await browseTopic(source(log), position, matches, bounds);
    all.push(page);
    // As a browser does it: through the address.
    position = page.next && readCursor(writeCursor(page.next));
  }
  return all;
}

const partitionsArbitrary = fc.array(
  fc
    .array(fc.record({ gap: fc.integer({ min: 0, max: 2 }), step: fc.integer({ min: 0, max: 5 }) }), {
      maxLength: 20,
    })
    .chain((steps) =>
      fc.integer({ min: 0, max: 3 }).map((tail) => {
        let offset = 0;
        let time = 1_000;
        const records = steps.map(({ gap, step }) => {
          offset += gap;
          time += step;
          const one = record(offset, time);
          offset += 1;
          return one;
        });
        return { records, high: offset + tail };
      }),
    ),
  { minLength: 1, maxLength: 4 },
);

test('page by page, every record comes once, in the order of time, whichever way', async () => {
  await fc.assert(
    fc.asyncProperty(
      partitionsArbitrary,
      fc.constantFrom<BrowseFrom['kind']>('newest', 'oldest'),
      async (logs, kind) => {
        const log = fakeLog(
          logs.map(({ records }) => records),
          logs.map(({ high }) => high),
        );
        const found = await pages(log, { kind } as BrowseFrom);
        const seen = found.flatMap(({ records }) => records);
        const expected = logs.flatMap(({ records }, partition) =>
          records.map(({ offset }) => `${partition}-${offset}`),
        );
        expect(seen.map(where).sort()).toEqual(expected.sort());
        const times = seen.map(({ timestamp }) => timestamp);
        expect(times).toEqual([...times].sort((a, b) => (kind === 'newest' ? b - a : a - b)));
        const last = found.at(-1);
        const total = logs.reduce((sum, { high }) => sum + high, 0);
        expect(last ?? { scanned: total, total, stopped: 'end' }).toMatchObject({
          scanned: total,
          total,
          stopped: 'end',
        });
      },
    ),
    { numRuns: Number(process.env['CASES'] ?? 200) },
  );
});

test('a search says how far it came when it stops at its limit, and goes on from there', async () => {
  const records = Array.from({ length: 100 }, (_, i) => record(i, i));
  const log = fakeLog([records], [100], 7);
  const isNinth = ({ value }: BrowsedRecord) => (value as { n: number }).n % 10 === 9;
  const found = await pages(log, { kind: 'oldest' }, isNinth, { ...limits, scanned: 30 });
  expect(found.map(({ scanned, stopped }) => [scanned, stopped])).toEqual([
    [30, 'limit'],
    [60, 'limit'],
    [90, 'limit'],
    [100, 'end'],
  ]);
  expect(found.every(({ total }) => total === 100)).toBe(true);
  expect(found.flatMap((page) => page.records).map(({ offset }) => offset)).toEqual([
    9, 19, 29, 39, 49, 59, 69, 79, 89, 99,
  ]);
});

test('from a time or an offset it goes forward from there', async () => {
  const log = fakeLog(
    [
      [record(0, 10), record(1, 20), record(2, 30)],
      [record(0, 15), record(1, 25)],
    ],
    [3, 2],
  );
  const from = async (start: BrowseFrom) =>
    (await pages(log, start)).flatMap(({ records }) => records).map(where);
  expect(await from({ kind: 'time', timeMs: 20 })).toEqual(['0-1', '1-1', '0-2']);
  expect(await from({ kind: 'offset', offset: 1 })).toEqual(['0-1', '1-1', '0-2']);
  expect(await from({ kind: 'time', timeMs: 99 })).toEqual([]);
});

test('a log that was cut while it is searched ends the search, and does not hang it', async () => {
  const log = fakeLog([[record(0, 10)]], [1]);
  const page = await browseTopic(
    source(log),
    { direction: 'forward', ranges: [{ partition: 0, low: 5, high: 50 }], total: 45 },
    () => true,
    limits,
  );
  expect(page).toMatchObject({ records: [], stopped: 'end' });
});

test('a batch that cannot be decoded is a record with its error, and the others are seen', async () => {
  const log = fakeLog([[record(3, 30)]], [4]);
  const broken: BrowsedLog = {
    ...log,
    fetch: async (topic, positions, bounds) =>
      (await log.fetch(topic, positions, bounds)).map((fetched) => ({
        ...fetched,
        unreadable: [{ firstOffset: 0, lastOffset: 2, error: 'bad snappy' }],
      })),
  };
  const [page] = await pages(broken, { kind: 'oldest' });
  expect(page?.records.map(({ offset, format, error }) => [offset, format, error])).toEqual([
    [0, 'unreadable', 'the batch of offsets 0 to 2 cannot be read: bad snappy'],
    [3, 'json', undefined],
  ]);
});

test.each([
  '',
  'x',
  'W10',
  Buffer.from('[1,-4,[]]').toString('base64url'),
  Buffer.from('[1,4,[[0,1]]]').toString('base64url'),
])('is no cursor: %s', (text) => expect(readCursor(text)).toBeUndefined());
