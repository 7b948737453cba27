import { createClickhouse, type Clickhouse } from '@weir/clickhouse';
import { dashboardConfig } from './config.ts';

/** A page waits no longer than this (ms) for an answer; then it says that there is none. */
const timeoutMs = 5_000;

let connection: Clickhouse | undefined;

/** The connection of this process, made when first asked for. */
export const clickhouse = (): Clickhouse =>
  (connection ??= createClickhouse({ ...dashboardConfig().clickhouse, timeoutMs }));
