import { createLogger } from '@weir/runtime';
import { liveWindows } from '../queries/live-windows.ts';
import { clickhouseFailure } from './clickhouse-failure.ts';
import { clickhouse } from './clickhouse.ts';
import { createLiveFeed, type LiveFeed } from './live-feed.ts';

// On globalThis, because `next dev` loads this module anew after every edit and would leave the old poller running.
const kept = globalThis as typeof globalThis & { weirLiveFeed?: LiveFeed };

/** The one live feed of this process. */
export function liveFeed(): LiveFeed {
  const log = createLogger({ name: 'dashboard' });
  return (kept.weirLiveFeed ??= createLiveFeed({
    read: (fromMs) => liveWindows(clickhouse(), fromMs),
    now: () => Date.now(),
    describe: clickhouseFailure,
    onSource: ({ up, detail }) => (up ? log.info('ClickHouse answers again') : log.warn(detail)),
  }));
}
