import type { StreamDefinition } from '@weir/streams';
import { formatBytes } from '../format.ts';
import { deliverEvents } from '../gateway/deliver-events.ts';
import type { GatewayClient } from '../gateway/gateway-client.ts';
import { createProgress } from '../progress.ts';
import { lineBatches } from './line-batches.ts';
import { createLineCheck } from './line-check.ts';
import { openInput, type Input } from './open-input.ts';
import { createRejectedLines, type RejectedLine, type RejectedLines } from './rejected-lines.ts';
import { sendLines, type Loaded } from './send-lines.ts';

/** What to load, and how. */
export interface LoadPlan {
  /** A path, or `-` for stdin. */
  readonly file: string;
  readonly stream: StreamDefinition;
  /** Live traffic, a run that is there already, or a new one (by default with the file's name). */
  readonly as:
    { readonly live: true } | { readonly runId: string } | { readonly runName: string | undefined };
  readonly skip: number;
  readonly batchLines: number;
  readonly rejectsFile: string | undefined;
  readonly retryForMs: number;
  /** Each request with an `Idempotency-Key`. */
  readonly once: boolean;
}

export interface LoadOutcome {
  readonly loaded: Loaded;
  readonly runId: string | undefined;
  readonly rejectedLines: readonly RejectedLine[];
  readonly seconds: number;
}

/** A quarter of what the gateway takes by default: a batch should never have to be halved. */
const maxBatchBytes = 8_000_000;

interface Sending {
  readonly input: Input;
  readonly runId: string | undefined;
  readonly rejectedLines: RejectedLines;
  readonly signal: AbortSignal;
}

async function sendInput(gateway: GatewayClient, plan: LoadPlan, sending: Sending): Promise<Loaded> {
  const { input, runId, rejectedLines, signal } = sending;
  const { stream, skip, batchLines, retryForMs, once } = plan;
  const progress = await createProgress({ label: input.name, total: input.totalBytes, format: formatBytes });
  try {
    return await sendLines({
      batches: lineBatches(input.chunks, { maxLines: batchLines, maxBytes: maxBatchBytes, skip }),
      post: (ndjson, onRetry) =>
        deliverEvents(gateway, { stream: stream.name, ndjson, runId }, { once, retryForMs, signal, onRetry }),
      skip,
      signal,
      onRejected: rejectedLines.add,
      onProgress: () => progress.update(input.bytesRead()),
    });
  } finally {
    progress.stop();
  }
}

/** Sends the file; a run is finished at its end, and stays open when the loading stopped before. */
export async function loadFile(
  gateway: GatewayClient,
  plan: LoadPlan,
  signal: AbortSignal,
): Promise<LoadOutcome> {
  const { stream, as } = plan;
  const startedAt = performance.now();
  const input = await openInput(plan.file, signal);
  const rejectedLines = await createRejectedLines({ file: plan.rejectsFile, check: createLineCheck(stream) });
  try {
    await gateway.assertReachable();
    let runId: string | undefined;
    if ('runId' in as) runId = as.runId;
    else if ('runName' in as) runId = (await gateway.startRun(stream.name, as.runName ?? input.name)).run_id;
    const loaded = await sendInput(gateway, plan, { input, runId, rejectedLines, signal });
    if (runId !== undefined && loaded.stopped === undefined) await gateway.finishRun(runId);
    const seconds = (performance.now() - startedAt) / 1_000;
    return { loaded, runId, rejectedLines: rejectedLines.first, seconds };
  } finally {
    await rejectedLines.close();
  }
}
