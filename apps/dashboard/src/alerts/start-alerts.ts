import type { Clickhouse } from '@weir/clickhouse';
import type { Logger } from '@weir/runtime';
import { aggregatorLag } from '../pipeline/aggregator-partitions.ts';
import { newestCounted } from '../queries/newest-counted.ts';
import { newestFinalWindow } from '../queries/newest-final-window.ts';
import { clickhouseFailure } from '../server/clickhouse-failure.ts';
import { memoryFile, noMemoryFile } from './alert-memory.ts';
import type { AlertsConfig } from './alerts-config.ts';
import { createAlertEngine } from './alert-engine.ts';
import { setRunningAlerts } from './running-alerts.ts';
import { sendNotification } from './send-notification.ts';

export interface AlertSurroundings {
  readonly clickhouse: Clickhouse;
  readonly aggregatorUrl: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

const deliverEveryMs = 1_000;

/** Looks at the rules every so often until `signal` aborts, also while nobody has a page open. */
export function startAlerts(config: AlertsConfig, surroundings: AlertSurroundings): void {
  const { clickhouse, log, signal } = surroundings;
  const { rules, everyMs, state, webhook } = config;
  const engine = createAlertEngine({
    rules,
    memory: state === undefined ? noMemoryFile : memoryFile(state),
    sources: {
      newestFinalWindow: (question) => newestFinalWindow(clickhouse, question),
      newestCounted: (question) => newestCounted(clickhouse, question),
      aggregatorLag: () => aggregatorLag(surroundings.aggregatorUrl),
    },
    send:
      webhook === undefined ? undefined : (notification) => sendNotification(webhook, notification, signal),
    now: () => Date.now(),
    describe: clickhouseFailure,
    log,
  });
  setRunningAlerts(engine);
  // Apart, so that a webhook that is slow to answer delays no look.
  repeat(() => engine.look(), everyMs, signal);
  repeat(() => engine.deliver(), deliverEveryMs, signal);
  log.info(
    `alerts: ${rules.length} rules every ${everyMs / 1_000} s, ${webhook === undefined ? 'no webhook' : 'with a webhook'}`,
  );
}

function repeat(work: () => Promise<void>, everyMs: number, signal: AbortSignal): void {
  const again = async () => {
    const began = Date.now();
    await work();
    if (!signal.aborted) setTimeout(again, Math.max(100, everyMs - (Date.now() - began))).unref();
  };
  void again();
}
