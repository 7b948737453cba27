import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceFolder } from '@weir/local';
import { commonConfig } from '@weir/runtime/common-config';

const namesIn = (text: string): string[] =>
  [...text.matchAll(/\benv: (?:'([A-Z_]+)'|\[([^\]]*)\])/g)].flatMap(([, one, several]) =>
    one === undefined ? [...(several ?? '').matchAll(/[A-Z_]{3,}/g)].map(([name]) => name) : [one],
  );

const namesOf = (table: Readonly<Record<string, { readonly env: string | readonly string[] }>>): string[] =>
  Object.values(table).flatMap(({ env }) => env);

/** The text of an app's sources, without its tests. */
function sourcesOf(app: string): string {
  const folder = join(workspaceFolder, 'apps', app, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

/**
 * Every environment variable that an app's configuration tables name, and those that no table holds: the level of its log,
 * and what Node itself reads.
 */
export function variablesOf(app: string): Set<string> {
  const text = sourcesOf(app);
  const shared = Object.entries(commonConfig).filter(([section]) => text.includes(`commonConfig.${section}`));
  return new Set([
    ...namesIn(text),
    ...shared.flatMap(([, table]) => namesOf(table)),
    'LOG_LEVEL',
    'NODE_ENV',
  ]);
}
