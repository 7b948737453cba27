import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClickhouse } from '@weir/clickhouse';
import type { Market } from '@weir/markets';
import { Counter, createMetrics, readConfig, runApp } from '@weir/runtime';
import { buildApp } from './app.ts';
import { openBucket, type Bucket } from './bucket/bucket.ts';
import { configTable } from './config.ts';
import { openDatasetStore } from './datasets/dataset-store.ts';
import { connectGateway } from './replays/gateway.ts';
import { openReplayStore } from './replays/replay-store.ts';

// Both this file and its bundle lie two folders below the root.
const workspace = fileURLToPath(new URL('../../..', import.meta.url));

await runApp('replayer', async ({ log, signal, onShutdown }) => {
  const config = readConfig(configTable);
  const data = isAbsolute(config.dataFolder) ? config.dataFolder : join(workspace, config.dataFolder);
  const metrics = createMetrics();
  const rows = new Counter({
    name: 'weir_replayer_rows_total',
    help: 'rows of market files, by what became of them',
    labelNames: ['market', 'outcome'],
    registers: [metrics],
  });

  const buckets = new Map<Market['name'], Bucket>();
  const urls = { xetra: config.xetraBucketUrl, eurex: config.eurexBucketUrl };
  for (const [market, url] of Object.entries(urls)) {
    if (url === undefined) continue;
    const { bucketTimeoutMs: timeoutMs, bucketPageSize: pageSize } = config;
    buckets.set(market as Market['name'], openBucket({ url, timeoutMs, pageSize }));
  }

  const clickhouse = createClickhouse({
    url: config.clickhouseUrl,
    database: config.clickhouseDatabase,
    user: config.clickhouseUser,
    password: config.clickhousePassword,
    timeoutMs: 10_000,
  });
  onShutdown(() => clickhouse.close());
  const gateway = connectGateway(config.gatewayUrl, config.apiKey);
  onShutdown(() => gateway.close());
  const datasets = await openDatasetStore({ folder: join(data, 'datasets'), buckets, log, signal });
  const replays = await openReplayStore({
    folder: join(data, 'replays'),
    datasets,
    gateway,
    log,
    onRows: (market, accepted, rejected) => {
      rows.inc({ market, outcome: 'accepted' }, accepted);
      rows.inc({ market, outcome: 'rejected' }, rejected);
    },
  });
  onShutdown(() => replays.close());

  const app = await buildApp({ log, metrics, datasets, replays, clickhouse });
  onShutdown(() => app.close());
  await app.listen({ host: config.host, port: config.port });
});
