import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { deliver } from '@weir/gateway-client';
import {
  BadHeader,
  createControl,
  readMarketFile,
  replayRows,
  type Batch,
  type Market,
  type Speed,
} from '@weir/markets';
import { usageError } from '../cli-error.ts';
import { formatBytes } from '../format.ts';
import type { GatewayClient } from '../gateway/gateway-client.ts';
import { createProgress } from '../progress.ts';

export interface ReplayPlan {
  readonly file: string;
  readonly market: Market;
  readonly speed: Speed;
  readonly runName: string | undefined;
  readonly retryForMs: number;
}

export interface RejectedRow {
  readonly line: number;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

export interface Replayed {
  readonly runId: string;
  rows: number;
  accepted: number;
  rejected: number;
  /** Rows that were sent again because an answer was lost; the gateway knows them by their key. */
  repeated: number;
  eventTime: string | undefined;
  readonly rejectedRows: RejectedRow[];
  /** Why it ended before the end of the file. */
  stopped: { readonly kind: 'interrupted' | 'gave-up' | 'refused'; readonly why: string } | undefined;
}

type GoodRow = Extract<Batch['rows'][number], { ok: true }>;

/** Sends a file's rows in its order at a chosen speed, as a run of its own. Bad rows are reported, and never fatal. */
export async function replayFile(
  gateway: GatewayClient,
  plan: ReplayPlan,
  signal: AbortSignal,
): Promise<Replayed> {
  const handle = await open(plan.file).catch((error: Error) => {
    throw usageError(`${plan.file} cannot be read: ${error.message}`);
  });
  const { size } = await handle.stat();
  await handle.close();
  const stream = createReadStream(plan.file);
  const file = await readMarketFile(stream as AsyncIterable<Uint8Array>, plan.market).catch(
    (error: Error) => {
      throw error instanceof BadHeader || 'code' in error
        ? usageError(`${plan.file}: ${error.message}`)
        : error;
    },
  );
  await gateway.assertReachable();
  const { run_id: runId } = await gateway.startRun(plan.market.name, plan.runName ?? basename(plan.file));
  const replayed: Replayed = {
    runId,
    rows: 0,
    accepted: 0,
    rejected: 0,
    repeated: 0,
    eventTime: undefined,
    rejectedRows: [],
    stopped: undefined,
  };
  const control = createControl(plan.speed);
  signal.addEventListener('abort', () => control.stop(), { once: true });
  const progress = await createProgress({ label: basename(plan.file), total: size, format: formatBytes });

  async function send({ rows, afterLine, toLine }: Batch): Promise<boolean> {
    const good = rows.filter((row): row is GoodRow => row.ok);
    const bad = rows.flatMap((row) => (row.ok ? [] : [{ line: row.line, errors: row.errors }]));
    if (good.length > 0) {
      const ndjson = good.map(({ event }) => `${JSON.stringify(event)}\n`).join('');
      const idempotencyKey = `replay-${runId}-${afterLine}-${toLine}`;
      const delivery = await deliver({
        post: () => gateway.postEvents({ stream: plan.market.name, ndjson, runId, idempotencyKey }),
        retryForMs: plan.retryForMs,
        signal,
        onRetry: (isUnclear) => (replayed.repeated += isUnclear ? good.length : 0),
      });
      if (delivery.kind !== 'answered') {
        const kind = signal.aborted ? 'interrupted' : delivery.kind === 'gave-up' ? 'gave-up' : 'refused';
        replayed.stopped = { kind, why: delivery.why };
        return false;
      }
      replayed.accepted += delivery.accepted;
      for (const { index, path, message } of delivery.errors) {
        bad.push({ line: good[index]?.line ?? 0, errors: [{ path, message }] });
      }
      replayed.eventTime = new Date(good.at(-1)?.timeMs ?? 0).toISOString();
    }
    replayed.rows += rows.length;
    replayed.rejected = replayed.rows - replayed.accepted;
    replayed.rejectedRows.push(...bad.sort((a, b) => a.line - b.line));
    progress.update(stream.bytesRead);
    return true;
  }

  try {
    const end = await replayRows({
      rows: file.rows(),
      afterLine: 1,
      control,
      nowMs: () => performance.now(),
      send,
    });
    if (end === 'stopped') replayed.stopped ??= { kind: 'interrupted', why: 'interrupted' };
  } finally {
    progress.stop();
    stream.destroy();
  }
  if (replayed.stopped?.kind !== 'gave-up') await gateway.finishRun(runId);
  return replayed;
}
