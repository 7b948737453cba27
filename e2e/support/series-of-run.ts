import type { Clickhouse } from '@weir/clickhouse';
import { formatDecimal, parseDecimal } from '@weir/schemas';
import { waitFor } from '@weir/testing';

interface Row {
  readonly metric: string;
  readonly group: string;
  readonly start: number | string;
  readonly value: string;
  readonly events: number | string;
  readonly final: boolean;
}

const inOrder = (lines: Iterable<readonly [string, string]>) =>
  [...lines].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** The final windows of a run, as `bruteForce` writes them; one that is not final has no line yet. */
async function finalWindows(
  clickhouse: Clickhouse,
  stream: string,
  run: string,
): Promise<[string, string][]> {
  const rows = await clickhouse.query<Row>(
    `SELECT metric, \`group\`, toUnixTimestamp64Milli(window_start) AS start, toString(value) AS value, events, final
     FROM series WHERE stream = {stream:String} AND run_id = {run:String}`,
    { stream, run },
  );
  return rows
    .filter(({ final }) => final)
    .map(({ metric, group, start, value, events }) => {
      const units = parseDecimal(value, 4, 38);
      return [
        `${metric}|${group}|${start}`,
        `${typeof units === 'bigint' ? formatDecimal(units) : value} of ${events}`,
      ];
    });
}

/** Waits until the final windows of a run are exactly the expected ones; fails with the difference. */
export async function expectSeries(
  clickhouse: Clickhouse,
  { stream, run, expected }: { stream: string; run: string; expected: ReadonlyMap<string, string> },
): Promise<void> {
  const wanted = inOrder(expected);
  const text = JSON.stringify(wanted);
  let seen: [string, string][] = [];
  await waitFor(
    async () => {
      seen = inOrder(await finalWindows(clickhouse, stream, run)).map(([key, value]) => [key, value]);
      return JSON.stringify(seen) === text;
    },
    { what: `the windows of run ${run} of ${stream}`, timeoutMs: 45_000, intervalMs: 200 },
  ).catch(() => expect(seen).toEqual(wanted));
}
