import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { FetchedPartition, LogRecord, TopicLog } from '@weir/kafka';
import { browsedRecord, type BrowsedRecord } from './browsed-record.ts';
import type { DecodeValue } from './record-decoder.ts';

/** What of a partition is still to be looked at: offsets from `low` up to, not including, `high`. */
export interface BrowseRange {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
}

/** Where a search goes on. */
export interface BrowsePosition {
  /** `forward`: oldest first. `backward`: newest first. */
  readonly direction: 'forward' | 'backward';
  readonly ranges: readonly BrowseRange[];
  /** Offsets that the whole search covers. */
  readonly total: number;
}

export interface BrowseLimits {
  /** Records of a page. */
  readonly matches: number;
  /** Records that one page looks at, at most, and for how long (ms), and how many bytes it reads. */
  readonly scanned: number;
  readonly timeMs: number;
  readonly bytes: number;
}

export interface BrowsePage {
  readonly records: readonly BrowsedRecord[];
  /** Offsets looked at since the search began, of `total`. */
  readonly scanned: number;
  readonly total: number;
  /** `page`: it is full. `limit`: it looked at as much as it may. `end`: there is no more. */
  readonly stopped: 'page' | 'limit' | 'end';
  /** Where to go on; undefined at the end. */
  readonly next: BrowsePosition | undefined;
}

/** What browsing asks of a topic's log. */
export type BrowsedLog = Pick<TopicLog, 'ends' | 'offsetsAt' | 'fetch'>;

export interface BrowseSource {
  readonly log: BrowsedLog;
  readonly topic: string;
  readonly decode: DecodeValue;
  /** What the reader may see of a record. Filters see no more. */
  readonly mask: (record: BrowsedRecord) => BrowsedRecord;
}

const fetchBytes = 4 * 1024 * 1024;
const largestChunk = 5_000;

/** One partition on its way through a search: what was fetched and not looked at yet, in the order of the search. */
class Lane {
  readonly partition: number;
  low: number;
  high: number;
  buffer: (LogRecord | BrowsedRecord)[] = [];
  at = 0;
  /** Forward: where to fetch on. Backward: down to where everything was fetched. */
  fetched: number;
  chunk: number;

  constructor({ partition, low, high }: BrowseRange, forward: boolean, chunk: number) {
    this.partition = partition;
    this.low = low;
    this.high = high;
    this.fetched = forward ? low : high;
    this.chunk = chunk;
  }
  get head(): LogRecord | BrowsedRecord | undefined {
    return this.buffer[this.at];
  }
}

/** Batches that cannot be decoded take their place among the records. */
const unreadableRecords = ({ partition, unreadable }: FetchedPartition): BrowsedRecord[] =>
  unreadable.map(({ firstOffset, lastOffset, error }) => ({
    partition,
    offset: firstOffset,
    timestamp: 0,
    key: null,
    headers: {},
    bytes: 0,
    format: 'unreadable',
    error: `the batch of offsets ${firstOffset} to ${lastOffset} cannot be read: ${error}`,
  }));

const contentOf = (fetched: FetchedPartition) => [...fetched.records, ...unreadableRecords(fetched)];

const byteLength = (records: readonly (LogRecord | BrowsedRecord)[]) =>
  records.reduce((sum, one) => sum + ('bytes' in one ? 0 : (one.value?.length ?? 0)) + 50, 0);

async function refillForward({ log, topic }: BrowseSource, lanes: readonly Lane[]): Promise<number> {
  const positions = new Map(lanes.map((lane) => [lane.partition, lane.fetched]));
  let bytes = 0;
  for (const fetched of await log.fetch(topic, positions, { maxBytes: fetchBytes })) {
    const lane = lanes.find(({ partition }) => partition === fetched.partition);
    if (lane === undefined) continue;
    const content = contentOf(fetched);
    lane.buffer = content
      .filter(({ offset }) => offset >= lane.fetched && offset < lane.high)
      .sort((a, b) => a.offset - b.offset);
    lane.at = 0;
    bytes += byteLength(content);
    // No progress means that there is nothing more, although the range says so: the log was cut or made anew.
    if (fetched.nextOffset <= lane.fetched && fetched.highWatermark <= lane.fetched) lane.fetched = lane.high;
    else lane.fetched = Math.max(lane.fetched, fetched.nextOffset);
  }
  return bytes;
}

/** Reads the last chunk of each lane, forward as logs are read, and turns it round. */
async function refillBackward({ log, topic }: BrowseSource, lanes: readonly Lane[]): Promise<number> {
  const starts = new Map(
    lanes.map((lane) => [lane.partition, Math.max(lane.low, lane.fetched - lane.chunk)]),
  );
  const open = new Map(starts);
  const found = new Map<number, (LogRecord | BrowsedRecord)[]>();
  let bytes = 0;
  for (let idle = 0; open.size > 0 && idle < 3; idle += 1) {
    for (const fetched of await log.fetch(topic, open, { maxBytes: fetchBytes })) {
      const lane = lanes.find(({ partition }) => partition === fetched.partition);
      const from = open.get(fetched.partition);
      if (lane === undefined || from === undefined) continue;
      const content = contentOf(fetched).filter(({ offset }) => offset >= from && offset < lane.fetched);
      bytes += byteLength(content);
      found.set(lane.partition, [...(found.get(lane.partition) ?? []), ...content]);
      if (fetched.nextOffset > from) idle = -1;
      if (fetched.nextOffset >= lane.fetched) open.delete(lane.partition);
      else open.set(lane.partition, Math.max(from, fetched.nextOffset));
    }
  }
  for (const lane of lanes) {
    const records = found.get(lane.partition) ?? [];
    lane.buffer = records.sort((a, b) => b.offset - a.offset);
    lane.at = 0;
    lane.fetched = starts.get(lane.partition) ?? lane.low;
    const fits = Math.floor(
      fetchBytes / lanes.length / Math.max(1, byteLength(records) / (records.length || 1)),
    );
    lane.chunk = Math.max(10, Math.min(lane.chunk * 4, largestChunk, fits));
  }
  return bytes;
}

/** The lane whose next record comes first in time. */
function earliest(lanes: readonly Lane[], forward: boolean): Lane | undefined {
  let best: Lane | undefined;
  for (const lane of lanes) {
    if (lane.head === undefined) continue;
    const order = best?.head === undefined ? -1 : lane.head.timestamp - best.head.timestamp;
    if (best === undefined || (forward ? order < 0 : order > 0)) best = lane;
  }
  return best;
}

const remaining = (lanes: readonly BrowseRange[]) =>
  lanes.reduce((sum, { low, high }) => sum + high - low, 0);

/**
 * One page of a search through a topic, across its partitions in the order of time. It ends at the first of its limits
 * and says at which, how much it has looked at and where to go on: nothing is left out without a word.
 */
export async function browseTopic(
  source: BrowseSource,
  position: BrowsePosition,
  matches: (record: BrowsedRecord) => boolean,
  limits: BrowseLimits,
): Promise<BrowsePage> {
  const forward = position.direction === 'forward';
  const chunk = Math.max(20, limits.matches);
  const lanes = position.ranges.map((range) => new Lane(range, forward, chunk));
  const deadline = performance.now() + limits.timeMs;
  const records: BrowsedRecord[] = [];
  let looked = 0;
  let bytes = 0;

  const hasMore = (lane: Lane) => (forward ? lane.fetched < lane.high : lane.fetched > lane.low);

  async function refill(): Promise<void> {
    for (;;) {
      const empty = lanes.filter((lane) => lane.head === undefined && hasMore(lane));
      if (empty.length === 0) break;
      bytes += forward ? await refillForward(source, empty) : await refillBackward(source, empty);
    }
    // Offsets without records (compaction, transactions) are passed over.
    for (const lane of lanes) {
      if (lane.head !== undefined) continue;
      if (forward) lane.low = lane.high;
      else lane.high = lane.low;
    }
  }

  function pageOf(stopped: BrowsePage['stopped']): BrowsePage {
    const ranges = lanes
      .filter(({ low, high }) => low < high)
      .map(({ partition, low, high }) => ({ partition, low, high }));
    const left = remaining(ranges);
    const { direction, total } = position;
    return {
      records,
      scanned: total - left,
      total,
      stopped: left === 0 ? 'end' : stopped,
      next: left === 0 ? undefined : { direction, ranges, total },
    };
  }

  for (;;) {
    if (lanes.some((lane) => lane.head === undefined && hasMore(lane)) || looked === 0) {
      if (looked > 0 && (performance.now() > deadline || bytes > limits.bytes)) return pageOf('limit');
      await refill();
    }
    const lane = earliest(lanes, forward);
    if (lane?.head === undefined) return pageOf('end');
    const head = lane.head;
    const record =
      'format' in head ? head : source.mask(await browsedRecord(lane.partition, head, source.decode));
    lane.at += 1;
    if (forward) lane.low = head.offset + 1;
    else lane.high = head.offset;
    // A lane whose last record this was is finished, whatever gaps lie behind it.
    if (lane.head === undefined && !hasMore(lane)) {
      if (forward) lane.low = lane.high;
      else lane.high = lane.low;
    }
    looked += 1;
    if (matches(record)) records.push(record);
    if (records.length >= limits.matches) return pageOf('page');
    if (looked >= limits.scanned) return pageOf('limit');
    if (looked % 500 === 0) {
      if (performance.now() > deadline) return pageOf('limit');
      await yieldToOthers();
    }
  }
}
