import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Every variable that a configuration table names: `env: 'NAME'` or `env: ['NAME', 'OTHER']`. */
function configured(): string[] {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'apps', 'libs', 'infra'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(/\benv: (?:'([A-Z_]+)'|\[([^\]]*)\])/g)].flatMap(([, one, several]) =>
      one === undefined ? [...(several ?? '').matchAll(/[A-Z_]{3,}/g)].map(([name]) => name) : [one],
    );
  });
}

test('.env.example names every variable of every configuration table', () => {
  const example = readFileSync(join(root, '.env.example'), 'utf8');
  const names = [...new Set(configured())];
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(example))).toEqual([]);
});
