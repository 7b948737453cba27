import type { AlertEngine } from './alert-engine.ts';

// On globalThis, because the pages are bundles of their own in the process whose main.ts starts the alerts.
const kept = globalThis as typeof globalThis & { weirAlerts?: AlertEngine };

/** The alerts of this process; undefined when none are configured, and in `next dev`. */
export const runningAlerts = (): AlertEngine | undefined => kept.weirAlerts;

export const setRunningAlerts = (engine: AlertEngine): void => void (kept.weirAlerts = engine);
