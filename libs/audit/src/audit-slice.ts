import { setTimeout as sleep } from 'node:timers/promises';
import type { Clickhouse } from '@weir/clickhouse';
import { awaitedSql } from './cells.ts';
import { compareWindows, type Comparison } from './compare-windows.ts';
import { overBoundSql, type Scope } from './judged-rows.ts';
import { readSilences } from './silences.ts';
import { sliceParameters, type Silence, type Slice } from './slice.ts';
import { readStoredOffsets } from './stored-offsets.ts';

export interface Patience {
  /** How long (ms) to wait until events are stored that were counted already. */
  readonly storedWithinMs: number;
  readonly signal?: AbortSignal | undefined;
}

const pollMs = 300;

async function isOverBound(clickhouse: Clickhouse, scope: Scope, slice: Slice): Promise<boolean> {
  if (scope.metric.by.length === 0) return false;
  return (await clickhouse.query(overBoundSql(scope), sliceParameters(scope, slice))).length > 0;
}

async function readAwaited(clickhouse: Clickhouse, scope: Scope, slice: Slice): Promise<Map<number, number>> {
  const rows = await clickhouse.query<{ partition: number | string; offset: number | string }>(
    awaitedSql(scope),
    sliceParameters(scope, slice),
  );
  return new Map(rows.map(({ partition, offset }) => [Number(partition), Number(offset)]));
}

/** What a slice's comparison gave, and the scope and slice that gave it. */
export interface SliceAudit {
  readonly comparison: Comparison;
  readonly scope: Scope;
  readonly slice: Slice;
}

/**
 * Compares a slice, and looks again where the first look could not know enough: whether a silence closed windows
 * (asked for only when a dead letter needs that explanation), and events that were counted a moment before ClickHouse
 * stored them. What still differs then is wrong.
 */
export async function auditSlice(
  clickhouse: Clickhouse,
  wanted: Scope,
  given: Omit<Slice, 'silences' | 'awaited'>,
  { storedWithinMs, signal }: Patience,
): Promise<SliceAudit> {
  let slice: Slice = { ...given, silences: [], awaited: new Map() };
  let scope: Scope = { ...wanted, overBound: await isOverBound(clickhouse, wanted, slice) };
  const compare = () => compareWindows(clickhouse, scope, slice, signal);
  let comparison = await compare();
  if (comparison.lateUnproved > 0) {
    const silences: readonly Silence[] = await readSilences(clickhouse, scope.stream, scope.run);
    if (silences.length > 0) {
      slice = { ...slice, silences };
      scope = { ...scope, silent: true };
      comparison = await compare();
    }
  }
  const deadline = Date.now() + storedWithinMs;
  while (comparison.unstored > 0 && Date.now() < deadline && !signal?.aborted) {
    const awaited = slice.awaited.size > 0 ? slice.awaited : await readAwaited(clickhouse, scope, slice);
    await sleep(pollMs);
    slice = { ...slice, awaited, stored: await readStoredOffsets(clickhouse, scope.stream) };
    comparison = await compare();
  }
  return { comparison, scope, slice };
}
