import type { Delivery, EventError } from '@weir/gateway-client';
import type { LineBatch } from './line-batches.ts';

export interface Loaded {
  accepted: number;
  rejected: number;
  /** Events that were sent again though they may have been stored already. */
  repeated: number;
  /** Events that were accepted with a remark. */
  warned: number;
  /** All lines of the file up to this number have been answered. */
  linesRead: number;
  bytesRead: number;
  readonly remarks: Set<string>;
  /** Why it ended before the end of the file. */
  stopped:
    { readonly kind: 'interrupted' | 'gave-up' | 'refused' | 'unreadable'; readonly why: string } | undefined;
}

export interface SendLinesOptions {
  readonly batches: AsyncIterable<LineBatch>;
  readonly post: (ndjson: Buffer, onRetry: (isUnclear: boolean) => void) => Promise<Delivery>;
  readonly skip: number;
  readonly signal: AbortSignal;
  readonly onRejected: (batch: LineBatch, rejected: number, errors: readonly EventError[]) => void;
  readonly onProgress: () => void;
}

/** The two halves of a batch. */
function halves({ lines, lineNumbers, linesRead, bytesRead }: LineBatch): [LineBatch, LineBatch] {
  const middle = lines.length >> 1;
  const rest = lines.slice(middle);
  return [
    {
      lines: lines.slice(0, middle),
      lineNumbers: lineNumbers.slice(0, middle),
      linesRead: lineNumbers[middle - 1] ?? 0,
      bytesRead: bytesRead - rest.reduce((sum, { length }) => sum + length, 0),
    },
    { lines: rest, lineNumbers: lineNumbers.slice(middle), linesRead, bytesRead },
  ];
}

/** Reads one batch ahead while another is on its way. */
async function* readAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let upcoming = iterator.next();
  for (;;) {
    const current = await upcoming;
    if (current.done) return;
    upcoming = iterator.next();
    upcoming.catch(() => undefined); // reported when its turn comes
    yield current.value;
  }
}

const mostRemarks = 5;
const nothing = { accepted: 0, rejected: 0, errors: [], warned: 0, warnings: [] } as const;

/**
 * Sends the batches one after the other: one request on the way at a time is what keeps the file's order. A batch that
 * is too large for the gateway is halved; a single line that is too large counts as rejected.
 */
export async function sendLines(options: SendLinesOptions): Promise<Loaded> {
  const { batches, post, skip, signal, onRejected, onProgress } = options;
  const loaded: Loaded = {
    accepted: 0,
    rejected: 0,
    repeated: 0,
    warned: 0,
    linesRead: skip,
    bytesRead: 0,
    remarks: new Set(),
    stopped: undefined,
  };

  async function send(batch: LineBatch): Promise<void> {
    const { lines } = batch;
    const delivery = await post(Buffer.concat(lines), (isUnclear) => {
      if (isUnclear) loaded.repeated += lines.length;
    });
    if (delivery.kind === 'too-large' && lines.length > 1) {
      for (const half of halves(batch)) if (loaded.stopped === undefined) await send(half);
      return;
    }
    if (delivery.kind === 'gave-up' || delivery.kind === 'refused') {
      loaded.stopped = { kind: signal.aborted ? 'interrupted' : delivery.kind, why: delivery.why };
      return;
    }
    const { accepted, rejected, errors, warned, warnings } =
      delivery.kind === 'answered'
        ? delivery
        : { ...nothing, rejected: 1, errors: [{ index: 0, path: '', message: delivery.why }] };
    loaded.accepted += accepted;
    loaded.rejected += rejected;
    loaded.warned += warned;
    for (const warning of warnings) if (loaded.remarks.size < mostRemarks) loaded.remarks.add(warning);
    loaded.linesRead = batch.linesRead;
    loaded.bytesRead = batch.bytesRead;
    if (rejected > 0) onRejected(batch, rejected, errors);
    onProgress();
  }

  try {
    for await (const batch of readAhead(batches)) {
      if (signal.aborted) loaded.stopped = { kind: 'interrupted', why: 'interrupted' };
      if (loaded.stopped === undefined) await send(batch);
      if (loaded.stopped !== undefined) break;
    }
  } catch (error) {
    // Only the file can fail here; what was sent before stays sent, and is to be said.
    if (!(error instanceof Error && 'code' in error)) throw error;
    loaded.stopped = signal.aborted
      ? { kind: 'interrupted', why: 'interrupted' }
      : { kind: 'unreadable', why: `the file cannot be read on: ${error.message}` };
  }
  return loaded;
}
