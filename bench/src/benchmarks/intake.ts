import { mkdirSync } from 'node:fs';
import { createProducer, type ProducerRecord } from '@weir/kafka';
import { benchFolder } from '../bench-stack.ts';
import { frameCounterFrames, frameCounterMetrics } from '../contestants/frame-counter.ts';
import { weirIntake } from '../contestants/weir-intake.ts';
import { expectedFrames } from '../input/expected-frames.ts';
import { endOfInput } from '../input/frames-feed.ts';
import { frameColumns, inputStartMs, markerLeadMs, uidOf } from '../input/frames-input.ts';
import { realFrames } from '../input/real-frames.ts';
import { measure, type Measuring } from '../measure/measure.ts';
import type { Input } from '../measure/run-contestant.ts';
import { formatSelfTimes, profiling } from '../report/profile.ts';
import type { Row } from '../report/row.ts';
import { weirAgainst } from '../report/weir-against.ts';
import { chosen, type Benchmark } from './benchmark.ts';

const contestants = [weirIntake(), frameCounterMetrics, frameCounterFrames];
const chunk = 2_000;
const queueLimit = 24 * 1024 * 1024;

/** Unkeyed JSON in one partition, in order, as a console producer writes a file. */
async function jsonTopic({ stack, say, signal }: Measuring, topic: string, events: number): Promise<Input> {
  const columns = frameColumns({
    events,
    perSecond: 1_000,
    users: 100_000,
    spread: 'skewed',
    shuffleSeconds: 0,
    seed: 20_250_101,
  });
  const textOf = realFrames(1);
  await stack.admin.createTopics([{ topic, partitions: 1 }]);
  const producer = createProducer({ ...stack.connection, sendBytes: 1024 * 1024, deadlineMs: 30_000 });
  const startS = inputStartMs / 1_000;
  let lastS = 0;
  let bytes = 0;
  try {
    for (let from = 0; from < events; from += chunk) {
      signal.throwIfAborted();
      const records: ProducerRecord[] = [];
      for (let index = from; index < Math.min(events, from + chunk); index += 1) {
        lastS = columns.seconds[index] ?? 0;
        const value = Buffer.from(textOf(index, startS + lastS, uidOf(columns.users[index] ?? 0)));
        bytes += value.length;
        records.push({ topic, key: null, value });
      }
      const stored = producer.sendBatch(records);
      if (producer.queuedBytes > queueLimit) await stored;
      else stored.catch(() => undefined); // The check of the log's length tells.
    }
    // The last windows are closed by a frame of long after them.
    const marker = textOf(0, startS + lastS + markerLeadMs / 1_000, uidOf(-2));
    await producer.send({ topic, key: null, value: Buffer.from(marker) });
  } finally {
    await producer.close();
  }
  const stored = (await stack.admin.topicOffsets(topic)).reduce((sum, { high }) => sum + high, 0);
  if (stored !== events + 1) throw new Error(`${topic} holds ${stored} messages instead of ${events + 1}`);
  say(`input: ${topic} is filled (${Math.round(bytes / events)} bytes a frame)`);
  const expected = new Map([...expectedFrames(columns)].filter(([key]) => !key.startsWith('users_1s|')));
  return { topic, records: events + 1, expected, endMs: endOfInput(columns) };
}

/** What comes before windows when the input is JSON of others. */
export const intake: Benchmark = {
  name: 'intake',
  about: 'real-size JSON frames (2 KB) from a topic: validated and stored, counted per second and per minute',
  rows: [...contestants.map(({ name }) => name), 'profile'],
  byDefault: false,
  async run(measuring, { events = 1_000_000, only }) {
    const input = await jsonTopic(measuring, 'bench-json', events);
    const rows: Row[] = [];
    for (const contestant of chosen(contestants, only))
      rows.push(await measure(measuring, contestant, input));
    let profile = '';
    if (only.includes('profile')) {
      mkdirSync(benchFolder, { recursive: true });
      const { nodeArgs, read } = profiling(benchFolder);
      const profiled = { ...weirIntake(nodeArgs), name: 'profile', title: 'weir, the gateway profiled' };
      rows.push(await measure(measuring, profiled, input));
      profile = `\n\n${formatSelfTimes(read(), 40)}`;
    }
    return [
      {
        title: 'intake: JSON frames of 2 KB from a topic',
        input: `${events.toLocaleString('en-US')} frames of some 2 KB and 22 fields, unkeyed, in order, 1,000 a second of event time, 100,000 skewed users, 1 partition`,
        table: weirAgainst(rows) + profile,
        rows,
      },
    ];
  },
};
