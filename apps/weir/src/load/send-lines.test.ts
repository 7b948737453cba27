import type { Delivery } from '@weir/gateway-client';
import { lineBatches, type LineBatch } from './line-batches.ts';
import { sendLines, type SendLinesOptions } from './send-lines.ts';

async function* chunksOf(lines: readonly string[]): AsyncGenerator<Buffer> {
  for (const line of lines) yield Buffer.from(`${line}\n`);
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

const linesOf = (ndjson: Buffer) => ndjson.toString().trimEnd().split('\n');

const answer = (accepted: number, more: object = {}): Delivery => ({
  kind: 'answered',
  accepted,
  rejected: 0,
  errors: [],
  warned: 0,
  warnings: [],
  ...more,
});

const send = (lines: readonly string[], options: Partial<SendLinesOptions>) =>
  sendLines({
    batches: lineBatches(chunksOf(lines), { maxLines: 3, maxBytes: 1e6 }),
    post: async (ndjson) => answer(linesOf(ndjson).length),
    skip: 0,
    signal: new AbortController().signal,
    onRejected: () => undefined,
    onProgress: () => undefined,
    ...options,
  });

test('sends in the order of the file, one request at a time', async () => {
  const arrived: string[] = [];
  let underWay = 0;
  const loaded = await send(numbers(20), {
    post: async (ndjson) => {
      underWay += 1;
      expect(underWay).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
      arrived.push(...linesOf(ndjson));
      return answer(linesOf(ndjson).length);
    },
  });
  expect(arrived).toEqual(numbers(20));
  expect(loaded).toMatchObject({ accepted: 20, linesRead: 20, stopped: undefined });
});

test('halves what is too large until a single line is, which is then rejected by its number', async () => {
  const arrived: string[] = [];
  const rejected: number[] = [];
  const loaded = await send(numbers(9), {
    batches: lineBatches(chunksOf(numbers(9)), { maxLines: 9, maxBytes: 1e6 }),
    post: async (ndjson) => {
      const lines = linesOf(ndjson);
      if (lines.includes('6')) return { kind: 'too-large', why: 'at most 1 byte' };
      arrived.push(...lines);
      return answer(lines.length);
    },
    onRejected: (batch: LineBatch, count, [error]) => {
      rejected.push(batch.lineNumbers[error?.index ?? -1] ?? 0, count);
    },
  });
  expect(arrived).toEqual(['1', '2', '3', '4', '5', '7', '8', '9']);
  expect(rejected).toEqual([6, 1]);
  expect(loaded).toMatchObject({ accepted: 8, rejected: 1, linesRead: 9, bytesRead: 18 });
});

test('when it stops, it says up to which line all is answered', async () => {
  let requests = 0;
  const loaded = await send(numbers(10), {
    post: async () => ((requests += 1) === 3 ? { kind: 'gave-up', why: 'nobody there' } : answer(3)),
  });
  expect(loaded).toMatchObject({
    accepted: 6,
    linesRead: 6,
    stopped: { kind: 'gave-up', why: 'nobody there' },
  });
  expect(requests).toBe(3);
});

test('an interruption lets the request under way end', async () => {
  const stop = new AbortController();
  const loaded = await send(numbers(10), {
    signal: stop.signal,
    post: async () => {
      stop.abort();
      return answer(3);
    },
  });
  expect(loaded).toMatchObject({ accepted: 3, linesRead: 3, stopped: { kind: 'interrupted' } });
});

test('a file that breaks off in the middle ends the loading with what was sent', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from('1\n2\n3\n4\n');
    throw Object.assign(new Error('unexpected end of file'), { code: 'Z_BUF_ERROR' });
  }
  const loaded = await send([], { batches: lineBatches(broken(), { maxLines: 3, maxBytes: 1e6 }) });
  expect(loaded).toMatchObject({ accepted: 3, linesRead: 3, stopped: { kind: 'unreadable' } });
});

test('what may be stored twice is counted', async () => {
  const loaded = await send(numbers(3), {
    post: async (_ndjson, onRetry) => {
      onRetry(false);
      onRetry(true);
      return answer(3);
    },
  });
  expect(loaded.repeated).toBe(3);
});
