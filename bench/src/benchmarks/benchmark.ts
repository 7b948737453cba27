import type { Measuring } from '../measure/measure.ts';
import type { BenchOptions } from '../options.ts';
import type { Row } from '../report/row.ts';

/** What a benchmark has found: for the terminal, and for the JSON file. */
export interface Report {
  readonly title: string;
  /** How the input was made, in a sentence. */
  readonly input: string;
  readonly table: string;
  readonly rows: readonly (Row | { readonly name: string; readonly title: string })[];
}

export interface Benchmark {
  /** Its name on the command line. */
  readonly name: string;
  readonly about: string;
  /** Names that `--only` takes. */
  readonly rows: readonly string[];
  /** False: runs only when it is named. */
  readonly byDefault: boolean;
  run(measuring: Measuring, options: BenchOptions): Promise<readonly Report[]>;
}

/** Those of `all` that `--only` names; all when it names none. */
export const chosen = <T extends { readonly name: string }>(
  all: readonly T[],
  only: readonly string[],
): readonly T[] => (only.length === 0 ? all : all.filter(({ name }) => only.includes(name)));
