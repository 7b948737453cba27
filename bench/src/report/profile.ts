import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatTable } from './table.ts';

/** The parts of V8's .cpuprofile that are used here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface SelfTime {
  readonly where: string;
  readonly share: number;
}

function placeOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName || '(anonymous)';
  if (url === '') return name;
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  const from = path.lastIndexOf('node_modules/');
  const file = from >= 0 ? path.slice(from + 'node_modules/'.length) : basename(path);
  return `${name}  ${file}:${lineNumber + 1}`;
}

/** Functions by the share of busy time that was spent in themselves, the greatest first. */
export function selfTimes(profile: CpuProfile): SelfTime[] {
  const places = new Map(profile.nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const times = new Map<string, number>();
  let busy = 0;
  profile.samples.forEach((id, index) => {
    const where = places.get(id) ?? '?';
    if (where === '(idle)') return;
    const micros = profile.timeDeltas[index] ?? 0;
    busy += micros;
    times.set(where, (times.get(where) ?? 0) + micros);
  });
  return [...times]
    .map(([where, micros]) => ({ where, share: micros / busy }))
    .sort((a, b) => b.share - a.share);
}

/** The first of them as a table. */
export const formatSelfTimes = (times: readonly SelfTime[], shown: number): string =>
  formatTable(
    [
      { head: 'self %', align: 'right', cell: ({ share }) => (share * 100).toFixed(1) },
      { head: 'function', align: 'left', cell: ({ where }) => where },
    ],
    times.slice(0, shown),
  );

/** Node's arguments that make a process leave a profile in a fresh folder below `folder`. */
export function profiling(folder: string): { nodeArgs: readonly string[]; read(): SelfTime[] } {
  const into = mkdtempSync(join(folder, 'profile-'));
  return {
    nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${into}`],
    read() {
      const [file] = readdirSync(into);
      if (file === undefined) throw new Error(`no profile was written to ${into}`);
      return selfTimes(JSON.parse(readFileSync(join(into, file), 'utf8')) as CpuProfile);
    },
  };
}
