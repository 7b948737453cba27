// The health check of the images: exit code 0 when the app in the current folder says that it lives.
import { basename } from 'node:path';

const ports = {
  gateway: process.env.GATEWAY_PORT || 4000,
  aggregator: process.env.AGGREGATOR_PORT || 4200,
  replayer: process.env.REPLAYER_PORT || 4100,
  dashboard: process.env.DASHBOARD_PORT || 3000,
};

const port = ports[basename(process.cwd())];
try {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2_500) });
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
