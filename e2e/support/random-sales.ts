import type { LogEntry } from './audited-log.ts';
import type { Sale } from './audited-stream.ts';

const hour = 3_600_000;

/** Numbers in [0, n), the same ones every time. */
function createDice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const notes = [null, 'plain', 'a|b', 'a\\', '|', 'tel. "5"', '(other)'];

/** Three partitions, two runs, disorder around the grace, copies, events far ahead, and one silence of two hours. */
export function randomSales(size: number, now: number): LogEntry[] {
  const dice = createDice(20_260_131);
  const log: LogEntry[] = [];
  const offsets = [0, 0, 0];
  const past: LogEntry[] = [];
  let clock = now - 10 * 60_000 - 2 * hour;
  const silentAt = Math.floor(size / 2);
  const silentRuns = new Set<string>();
  for (let index = 0; index < size; index += 1) {
    clock += index === silentAt ? 2 * hour : Math.floor((10 * 60_000) / size);
    const copied = dice(20) === 0 ? past[dice(past.length)] : undefined;
    const partition = copied?.partition ?? dice(3);
    const run = copied?.run ?? (dice(4) === 0 ? 'r1' : '');
    const delay = dice(8) === 0 ? dice(40_000) : dice(4_000);
    const sale: Sale = copied?.sale ?? {
      sale_id: `sale ${dice(size * 4)}`,
      store: `store ${partition}-${dice(5)}`,
      // The first ones after the silence belong to windows that it closed.
      at:
        clock +
        (dice(60) === 0 ? 400_000 : -delay) -
        (index < silentAt || index > silentAt + 9 ? 0 : 2 * hour),
      total: BigInt(dice(1_000_000)) - 300_000n,
      discount: dice(3) === 0 ? null : BigInt(dice(9_999)),
      weight: (dice(2_000_001) - 1_000_000) / 32_768,
      note: notes[dice(notes.length)] ?? null,
      channel: dice(2) === 0 ? 'till' : 'web',
      lines: dice(100),
      items: Array.from({ length: dice(4) }, () => ({
        category: [null, 'food', 'tools'][dice(3)] ?? null,
        quantity: dice(3),
        price: BigInt(dice(50_000)),
      })),
    };
    const silent = `${partition}|${run}`;
    const afterSilence = index >= silentAt && !silentRuns.has(silent);
    if (afterSilence) silentRuns.add(silent);
    const offset = offsets[partition] ?? 0;
    offsets[partition] = offset + 1;
    const entry = { partition, offset, run, appendedMs: clock, sale, afterSilence };
    log.push(entry);
    if (copied === undefined) past.push(entry);
  }
  return log;
}
