interface Sample {
  readonly at: number;
  readonly high: number;
}

/** Not oftener than this (ms), and no older than that. */
const leastMs = 2_000;
const mostMs = 60_000;

/** Messages per second, from the ends of logs as they are seen now and then. Undefined at first sight. */
export function createRates() {
  const samples = new Map<string, { older: Sample; newer: Sample }>();
  return (topic: string, high: number, at: number): number | undefined => {
    const known = samples.get(topic);
    const now = { at, high };
    if (known === undefined || at - known.newer.at > mostMs || high < known.newer.high) {
      samples.set(topic, { older: now, newer: now });
      return undefined;
    }
    if (at - known.newer.at >= leastMs) samples.set(topic, { older: known.newer, newer: now });
    const { older } = samples.get(topic) ?? known;
    return at - older.at < leastMs / 2 ? undefined : ((high - older.high) * 1_000) / (at - older.at);
  };
}
