import { feedTopic } from '../input/feed.ts';
import { endOfInput, framesFeed } from '../input/frames-feed.ts';
import { frameColumns, type FramesInput } from '../input/frames-input.ts';
import { expectedFrames } from '../input/expected-frames.ts';
import type { Measuring } from '../measure/measure.ts';
import type { Input } from '../measure/run-contestant.ts';

/** Makes frames, counts them by brute force, and fills a topic with them. */
export async function framesTopic(
  { stack, say, signal }: Measuring,
  topic: string,
  partitions: number,
  description: FramesInput,
): Promise<Input> {
  const columns = frameColumns(description);
  const expected = expectedFrames(columns);
  const startedAt = performance.now();
  await feedTopic(stack, framesFeed(topic, partitions, columns), signal);
  const seconds = (performance.now() - startedAt) / 1_000;
  const rate = Math.round(description.events / seconds).toLocaleString('en-US');
  say(`input: ${topic} is filled (${rate} events/s, ${seconds.toFixed(1)} s)`);
  return { topic, records: description.events + partitions, expected, endMs: endOfInput(columns) };
}
