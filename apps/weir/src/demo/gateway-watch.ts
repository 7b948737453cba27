import type { GatewayClient } from '../gateway/gateway-client.ts';
import { sleep } from '@weir/gateway-client';

/** Tells all lanes when the gateway is ready, and the user once that it is away and once that it is back. */
export interface GatewayWatch {
  /** Resolves when it is ready, or when the signal is aborted. */
  whenReady(): Promise<void>;
}

export interface GatewayWatchOptions {
  readonly gateway: Pick<GatewayClient, 'isReady'>;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  readonly everyMs?: number;
}

export function watchGateway({ gateway, signal, note, everyMs = 500 }: GatewayWatchOptions): GatewayWatch {
  let waiting: Promise<void> | undefined;

  async function untilReady(): Promise<void> {
    let isAway = false;
    while (!signal.aborted) {
      const ready = await gateway.isReady();
      if (ready === true) {
        if (isAway) note('the gateway is ready');
        return;
      }
      if (!isAway) note(`waiting for the gateway (${ready})`);
      isAway = true;
      await sleep(everyMs, signal);
    }
  }

  return {
    whenReady: () => (waiting ??= untilReady().finally(() => (waiting = undefined))),
  };
}
