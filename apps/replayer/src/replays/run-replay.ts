import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { marketByName, readMarketFile, replayRows, type Batch, type Control } from '@weir/markets';
import type { Gateway } from './gateway.ts';
import type { RejectedReport } from './rejected-report.ts';
import type { Checkpoint } from './replay.ts';
import { sendBatch } from './send-batch.ts';

export interface RunReplayOptions {
  readonly checkpoint: Checkpoint;
  readonly file: string;
  readonly control: Control;
  readonly gateway: Gateway;
  readonly report: RejectedReport;
  readonly save: () => Promise<void>;
  readonly onRows?: (accepted: number, rejected: number) => void;
}

const lastTime = ({ rows }: Batch): string | undefined => {
  const last = rows.findLast((row) => row.ok);
  return last?.ok ? new Date(last.timeMs).toISOString() : undefined;
};

const finishAgainMs = 1_000;

/**
 * Takes a replay from its checkpoint to the end of its file and finishes its run. Before a batch goes, its bounds are
 * written down; after it is acknowledged, that it is. Killed in between, the same rows go again under the same
 * Idempotency-Key, which the gateway stores once. Resolves with false when it was told to stop before the end.
 */
export async function runReplay(options: RunReplayOptions): Promise<boolean> {
  const { checkpoint, file, control, gateway, report, save } = options;
  const { replay } = checkpoint;
  const stream = createReadStream(file);
  const send = async (batch: Batch): Promise<boolean> => {
    checkpoint.unfinishedTo = batch.toLine;
    await save();
    const key = `replay-${replay.run_id}-${batch.afterLine}-${batch.toLine}`;
    const outcome = await sendBatch({
      batch,
      control,
      post: (ndjson) => gateway.post(replay.stream, replay.run_id, ndjson, key),
      onWait: (why) => (replay.message = why),
    });
    if (outcome === undefined) return false;
    checkpoint.reportBytes = await report.add(outcome.rejected);
    checkpoint.afterLine = batch.toLine;
    checkpoint.unfinishedTo = null;
    replay.rows += batch.rows.length;
    replay.accepted += outcome.accepted;
    replay.rejected += batch.rows.length - outcome.accepted;
    replay.repeated += outcome.repeated;
    replay.event_time = lastTime(batch) ?? replay.event_time;
    options.onRows?.(outcome.accepted, batch.rows.length - outcome.accepted);
    await save();
    return true;
  };
  try {
    await report.cutTo(checkpoint.reportBytes);
    const market = marketByName(replay.market);
    const { rows } = await readMarketFile(stream as AsyncIterable<Uint8Array>, market);
    const { afterLine, unfinishedTo } = checkpoint;
    const end = await replayRows({
      rows: rows(afterLine),
      afterLine,
      unfinishedTo: unfinishedTo ?? undefined,
      control,
      nowMs: () => performance.now(),
      send,
    });
    if (end === 'stopped') return false;
  } finally {
    stream.destroy();
  }
  for (;;) {
    const finished = await gateway.finishRun(replay.run_id);
    if (finished === true || !finished.isPassing) return true;
    replay.message = finished.why;
    if (control.signal.aborted) return false;
    await sleep(finishAgainMs);
  }
}
