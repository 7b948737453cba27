import type { StreamDefinition } from '@weir/streams';
import { deliver, sleep } from '@weir/gateway-client';
import type { GatewayClient } from '../gateway/gateway-client.ts';
import { createBatchSource } from '../generate/batch-source.ts';
import { createRandom } from '../generate/random.ts';
import { addAcknowledged, remark, type Tally } from '../generate/tally.ts';
import { createPacedTimeline } from '../generate/timeline.ts';
import { generatorFor } from '../generators/registry.ts';
import type { GatewayWatch } from './gateway-watch.ts';

export interface DemoLaneOptions {
  readonly gateway: Pick<GatewayClient, 'postEvents'>;
  readonly watch: GatewayWatch;
  readonly stream: StreamDefinition;
  /** Events a second. */
  readonly rate: number;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  readonly pauseAfterRefusalMs?: number;
}

const users = 1_000;
const tickMs = 100;

/** An event older than that would soon be late; after an outage, new ones are better than old ones. */
const retryForMs = 3_000;

/** Gentle traffic for one stream until the signal, through any restart of the gateway. One request at a time. */
export async function runDemoLane(options: DemoLaneOptions): Promise<void> {
  const { gateway, watch, stream, rate, tally, signal, note, pauseAfterRefusalMs = 5_000 } = options;
  const nextEvent = generatorFor(stream).create({ random: createRandom(undefined), users, realSize: false });

  while (!signal.aborted) {
    await watch.whenReady();
    const nextBatch = createBatchSource({
      nextEvent,
      timeline: createPacedTimeline({ startMs: Date.now(), rate }),
      shuffle: (timeMs) => timeMs,
      count: Infinity,
      batchSize: 1_000,
      tickMs,
      signal,
    });
    for (let batch = await nextBatch(); batch !== undefined; batch = await nextBatch()) {
      const { ndjson } = batch;
      const delivery = await deliver({
        post: () => gateway.postEvents({ stream: stream.name, ndjson }),
        retryForMs,
        signal,
        onRetry: () => (tally.retries += 1),
      });
      if (delivery.kind === 'answered') {
        addAcknowledged(tally, batch, delivery);
        continue;
      }
      tally.unacknowledged += batch.count;
      if (delivery.kind !== 'gave-up') {
        if (!tally.remarks.has(delivery.why)) note(`${stream.name}: ${delivery.why}`);
        remark(tally, delivery.why);
        await sleep(pauseAfterRefusalMs, signal);
      }
      break;
    }
  }
}
