import { setTimeout as sleep } from 'node:timers/promises';
import { browsedRecord, recordFilter, recordJson } from '@weir/topics';
import { readLog } from '@weir/kafka';
import { sseResponse } from '../sse-response.ts';
import { maskOf } from './browse.ts';
import type { BrowseQuestion } from './browse-params.ts';
import { kafka } from './kafka.ts';
import { knownTopic } from './known-topic.ts';
import { TooBusy } from './turnstile.ts';

const mostTails = 20;
/** Messages that one tail is sent in a second; the others are counted. */
const mostPerSecond = 50;
const longestMs = 30 * 60_000;
const mostQueued = 200;
let open = 0;

const sse = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * New messages as they come, as server-sent events: `message`, and `skipped` with how many were left out because they
 * came too fast or the browser took too long. No consumer group.
 */
export async function tail(name: string, question: BrowseQuestion, signal: AbortSignal): Promise<Response> {
  const topic = await knownTopic(name);
  if (open >= mostTails) throw new TooBusy(`${mostTails} live tails are open already`);
  const { connection, decode } = kafka();
  const mask = maskOf(topic);
  const matches = recordFilter(question.filter);
  const reader = readLog({
    ...connection,
    topic,
    from: 'end',
    until: 'follow',
    maxBytes: 1024 * 1024,
    ...(question.partition === undefined ? {} : { partitions: [question.partition] }),
  });
  const encoder = new TextEncoder();
  let isOver = false;
  const stop = () => {
    if (isOver) return;
    isOver = true;
    open -= 1;
    void reader.stop();
  };
  open += 1;

  async function follow(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const send = (text: string) => controller.enqueue(encoder.encode(text));
    let second = 0;
    let sent = 0;
    let skipped = 0;
    send(sse('open', { topic }));
    const beat = setInterval(() => {
      if (!isOver) send(skipped > 0 ? sse('skipped', { count: skipped }) : ': still here\n\n');
      skipped = 0;
    }, 2_000);
    try {
      for await (const { partition, records } of reader) {
        for (const one of records) {
          const record = mask(await browsedRecord(partition, one, decode));
          if (!matches(record)) continue;
          const now = Math.floor(Date.now() / 1_000);
          if (now !== second) [second, sent] = [now, 0];
          if (sent >= mostPerSecond || (controller.desiredSize ?? 0) <= 0) skipped += 1;
          else {
            sent += 1;
            send(sse('message', recordJson(record)));
          }
        }
        if (isOver) break;
      }
    } finally {
      clearInterval(beat);
    }
  }

  signal.addEventListener('abort', stop);
  void sleep(longestMs, undefined, { ref: false, signal }).then(stop, () => undefined);
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        void follow(controller)
          .catch(() => undefined)
          .finally(() => {
            stop();
            try {
              controller.close();
            } catch {
              // The browser has left already.
            }
          });
      },
      cancel: stop,
    },
    new CountQueuingStrategy({ highWaterMark: mostQueued }),
  );
  return sseResponse(body);
}
