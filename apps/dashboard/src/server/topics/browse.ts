import {
  browseStart,
  browseTopic,
  maskFor,
  recordFilter,
  recordJson,
  writeCursor,
  type BrowsedRecord,
  type BrowsePage,
} from '@weir/topics';
import { NotThere } from './answer.ts';
import type { BrowseQuestion } from './browse-params.ts';
import { kafka } from './kafka.ts';
import { knownTopic } from './known-topic.ts';
import { topicsConfig } from './topics-config.ts';
import { createTurnstile } from './turnstile.ts';

const enter = createTurnstile(6, 8_000);
/** A request looks no longer (ms) and reads no more bytes than this; the answer says so and where to go on. */
const timeMs = 4_000;
const bytes = 128 * 1024 * 1024;
/** Characters of a value in a list; a record of its own is shown in full. */
const mostShown = 20_000;

function shortened(record: ReturnType<typeof recordJson>) {
  const text = record.value === undefined ? (record.text ?? '') : JSON.stringify(record.value);
  if (text.length <= mostShown) return record;
  const { value: _value, text: _text, ...others } = record;
  return { ...others, text: text.slice(0, mostShown), cut: text.length };
}

/** What the readers of this dashboard may see of a topic's records. */
export const maskOf = (topic: string): ((record: BrowsedRecord) => BrowsedRecord) =>
  maskFor(kafka().roles.get(topic), topicsConfig().masked);

/** One page of a topic, as the question wants it. */
export async function browse(name: string, question: BrowseQuestion): Promise<BrowsePage> {
  const topic = await knownTopic(name);
  const { log, decode } = kafka();
  const { from, partition, cursor, limit, scan, filter } = question;
  return enter(async () => {
    const position = cursor ?? (await browseStart(log, topic, from, partition));
    if (partition !== undefined && position.ranges.length === 0 && cursor === undefined) {
      throw new NotThere(`${topic} has no partition ${partition}`);
    }
    const source = { log, topic, decode, mask: maskOf(topic) };
    return browseTopic(source, position, recordFilter(filter), {
      matches: limit,
      scanned: scan,
      timeMs,
      bytes,
    });
  });
}

/** The page as JSON. */
export const pageJson = ({ records, scanned, total, stopped, next }: BrowsePage, full: boolean) => ({
  messages: records.map(recordJson).map((record) => (full ? record : shortened(record))),
  scanned,
  total,
  stopped,
  cursor: next === undefined ? null : writeCursor(next),
});
