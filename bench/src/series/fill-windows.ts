import { setTimeout as sleep } from 'node:timers/promises';
import type { Clickhouse } from '@weir/clickhouse';
import { insertWindows, rowsOfHour } from './window-rows.ts';

const hour = 3_600_000;
const minute = 60_000;

export interface Filled {
  readonly rows: number;
  readonly parts: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Fills `windows` with at least `rows` rows that end now, hour by hour as they would have come, so that parts are as
 * many and as large as background merges leave them. Some windows of each hour are amended later; the last hour also
 * has its provisional values in small parts, and was delivered twice.
 */
export async function fillWindows(
  clickhouse: Clickhouse,
  rows: number,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<Filled> {
  const hours = Math.ceil(rows / rowsOfHour);
  const endMs = Math.floor(Date.now() / minute) * minute;
  const fromMs = endMs - hours * hour;
  const insert = (from: number, to: number, version: 'provisional' | 'final' | 'amended') =>
    clickhouse.command(insertWindows(from, to, version), {}, { signal });
  for (let at = fromMs; at < endMs - hour; at += hour) {
    await insert(at, at + hour, 'final');
    await insert(at, at + hour, 'amended');
    if (((at - fromMs) / hour) % 20 === 19) say(`series: ${(at - fromMs) / hour + 1} of ${hours} hours`);
  }
  for (let at = endMs - hour; at < endMs; at += 6 * minute) {
    await insert(at, at + 6 * minute, 'provisional');
    await insert(at, at + 6 * minute, 'final');
  }
  await insert(endMs - hour, endMs, 'final');
  await insert(endMs - hour, endMs, 'amended');
  await mergesDone(clickhouse, signal);
  const toMs = Math.floor(Date.now() / minute) * minute;
  await insert(endMs, toMs, 'final');
  const [counted] = await clickhouse.query<{ n: string | number; parts: string | number }>(
    `SELECT sum(rows) AS n, count() AS parts FROM system.parts WHERE database = currentDatabase() AND table = 'windows' AND active`,
  );
  return { rows: Number(counted?.n), parts: Number(counted?.parts), fromMs, toMs };
}

/** Waits until ClickHouse has nothing left to merge, as between two bursts of events. */
async function mergesDone(clickhouse: Clickhouse, signal: AbortSignal): Promise<void> {
  for (let quiet = 0; quiet < 3;) {
    const [merging] = await clickhouse.query<{ n: string | number }>(
      `SELECT count() AS n FROM system.merges WHERE table = 'windows'`,
    );
    quiet = Number(merging?.n) === 0 ? quiet + 1 : 0;
    await sleep(1_000, undefined, { signal });
  }
}
