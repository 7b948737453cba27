import { backOffMs, type Posting } from '@weir/gateway-client';
import type { Batch, Control, Row } from '@weir/markets';
import type { RejectedRow } from './rejected-report.ts';

export interface BatchOutcome {
  readonly accepted: number;
  readonly rejected: readonly RejectedRow[];
  /** Rows that were sent again without knowing what had become of them. */
  readonly repeated: number;
}

export interface SendBatchOptions {
  readonly batch: Batch;
  readonly post: (ndjson: string) => Promise<Posting>;
  readonly control: Control;
  /** Told why it waits, and `null` when it goes on. */
  readonly onWait: (why: string | null) => void;
}

/** The gateway refuses all of it for good, whatever is in it: the run is finished, say. */
export class ReplayRefused extends Error {
  override readonly name = 'ReplayRefused';
}

type GoodRow = Extract<Row, { ok: true }>;
const isGood = (row: Row): row is GoodRow => row.ok;

function refusedBy(posting: Extract<Posting, { kind: 'answered' }>, rows: readonly GoodRow[]): RejectedRow[] {
  const byLine = new Map<number, RejectedRow['errors'][number][]>();
  for (const { index, path, message } of posting.errors) {
    const line = rows[index]?.line ?? 0;
    byLine.set(line, [...(byLine.get(line) ?? []), { path, message }]);
  }
  return [...byLine].map(([line, errors]) => ({ line, errors }));
}

/**
 * Sends a batch until the gateway has decided on it, for as long as that takes; undefined when it was told to stop
 * before. Rows that the gateway's rules refuse were found while reading: only good ones are sent.
 */
export async function sendBatch(options: SendBatchOptions): Promise<BatchOutcome | undefined> {
  const { batch, post, control, onWait } = options;
  const good = batch.rows.filter(isGood);
  const bad = batch.rows.flatMap((row) => (row.ok ? [] : [{ line: row.line, errors: row.errors }]));
  if (good.length === 0) return { accepted: 0, rejected: bad, repeated: 0 };
  const ndjson = good.map(({ event }) => `${JSON.stringify(event)}\n`).join('');
  let repeated = 0;
  for (let attempt = 0; ; attempt += 1) {
    const posting = await post(ndjson);
    if (posting.kind === 'answered') {
      onWait(null);
      const refused = refusedBy(posting, good);
      const rejected = [...bad, ...refused].sort((a, b) => a.line - b.line);
      return { accepted: posting.accepted, rejected, repeated };
    }
    if (posting.kind !== 'busy') throw new ReplayRefused(posting.why);
    onWait(posting.why);
    if (control.signal.aborted) return undefined;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, backOffMs(attempt, posting.retryAfterMs));
      control.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
    if (control.signal.aborted) return undefined;
    if (posting.isUnclear) repeated += good.length;
  }
}
