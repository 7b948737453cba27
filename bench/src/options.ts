import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Benchmarks to run. */
  readonly benchmarks: readonly string[];
  /** Events of each input; undefined: the benchmark's own number. */
  readonly events: number | undefined;
  /** Names of contestants (rows) to run; empty: all that run by default. */
  readonly only: readonly string[];
}

/** What must be known of a benchmark to understand the command line. */
export interface Known {
  readonly name: string;
  readonly rows: readonly string[];
  readonly byDefault: boolean;
}

export const quickEvents = 1_000_000;

/** Reads the command line. Throws an error whose message says what is wrong with it. */
export function readOptions(args: readonly string[], benchmarks: readonly Known[]): BenchOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      events: { type: 'string' },
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  refuseUnknown(
    'benchmark',
    positionals,
    benchmarks.map(({ name }) => name),
  );
  const only = (values.only ?? []).flatMap((names) => names.split(',')).filter(Boolean);
  const named = benchmarks.filter(({ name, byDefault }) =>
    positionals.length === 0 ? byDefault : positionals.includes(name),
  );
  refuseUnknown(
    'row',
    only,
    named.flatMap(({ rows }) => rows),
  );
  return {
    benchmarks: named.map(({ name }) => name),
    events: readEvents(values.events) ?? (values.quick ? quickEvents : undefined),
    only,
  };
}

function refuseUnknown(what: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`there is no ${what} ${unknown.join(', ')}; there are ${known.join(', ')}`);
  }
}

function readEvents(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text.replaceAll(/[_,]/g, ''));
  const events = Number(match?.[1]) * { '': 1, k: 1e3, M: 1e6 }[(match?.[2] ?? '') as '' | 'k' | 'M'];
  if (!(events >= 1_000)) throw new Error(`--events ${text}: a number such as 1000000 or 10M, at least 1000`);
  return Math.round(events);
}
