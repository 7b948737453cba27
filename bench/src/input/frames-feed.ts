import { createCodec, frameSchema, type Frame } from '@weir/schemas';
import type { Feed } from './feed.ts';
import { inputStartMs, markerLeadMs, uidOf, type FrameColumns } from './frames-input.ts';

/** What else a frame says, as the command line's generator writes it. */
const payloads = ['web', 'android', 'ios', 'tv'].flatMap((channel) =>
  ['/', '/search', '/watch', '/cart'].map((page, index) =>
    JSON.stringify({ channel, page, duration_ms: 97 + 211 * index }),
  ),
);

/** Frames as records: keyed by user, some 90 bytes of Avro each. */
export function framesFeed(topic: string, partitions: number, { seconds, users }: FrameColumns): Feed {
  const codec = createCodec<Frame>(frameSchema);
  const uids: string[] = [];
  const record = (uid: string, ts: number, payload: string | null, schemaId: number) => ({
    key: uid,
    value: codec.encodeWire(schemaId, { uid, ts, payload }),
  });
  const lastSecond = seconds.reduce((last, second) => Math.max(last, second), 0);
  return {
    topic,
    partitions,
    schema: frameSchema,
    events: seconds.length,
    recordAt(index, schemaId) {
      const user = users[index] ?? 0;
      const uid = (uids[user] ??= uidOf(user));
      const ts = inputStartMs + (seconds[index] ?? 0) * 1_000;
      return record(uid, ts, payloads[index % payloads.length] ?? null, schemaId);
    },
    marker: (schemaId) => record(uidOf(-2), inputStartMs + lastSecond * 1_000 + markerLeadMs, null, schemaId),
  };
}

/** Windows from here on hold nothing but markers and are not compared. */
export const endOfInput = ({ seconds }: FrameColumns): number =>
  inputStartMs + seconds.reduce((last, second) => Math.max(last, second), 0) * 1_000 + markerLeadMs - 60_000;
