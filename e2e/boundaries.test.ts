import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// A boundary rule that is misconfigured passes silently, so this proves that ours fires: in a copy of the workspace,
// since a violation must never stand in the real one, not even for a moment.
const root = join(__dirname, '..');
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'weir-lint-'));
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const needed =
    /(^|\/)(package\.json|tsconfig[^/]*\.json|nx\.json|package-lock\.json|eslint\.config\.mjs)$|^libs\/(windowing|streams|kafka|schemas)\/src\/(?!.*\.test)/;
  for (const file of tracked.split('\n').filter((name) => needed.test(name))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  // npm's packages are borrowed; ours must be those of the copy, or the rule takes them for strangers.
  mkdirSync(join(copy, 'node_modules/@weir'), { recursive: true });
  for (const entry of readdirSync(join(root, 'node_modules')).filter((name) => name !== '@weir')) {
    symlinkSync(join(root, 'node_modules', entry), join(copy, 'node_modules', entry));
  }
  for (const entry of readdirSync(join(root, 'node_modules/@weir'))) {
    cpSync(join(root, 'node_modules/@weir', entry), join(copy, 'node_modules/@weir', entry), {
      verbatimSymlinks: true,
    });
  }
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Lints one project of the copy with one more file in it; what ESLint printed, and how it ended. */
function lintWith(project: string, source: string): { status: number | null; output: string } {
  const file = join(copy, 'libs', project, 'src/intruder.ts');
  writeFileSync(file, source);
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/nx', ['lint', project, '--skip-nx-cache'], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false', NX_WORKSPACE_ROOT_PATH: copy },
  });
  rmSync(file);
  return { status, output: stdout + stderr };
}

test('clean code passes, so the failures below are due to the violations', () => {
  const { status, output } = lintWith('windowing', 'export const fine = 1;\n');
  expect({ status, output }).toMatchObject({ status: 0 });
});

const coreViolations = `
import { createKafka } from '@weir/kafka';
import fs from 'node:fs';
export const used = [createKafka, fs, () => Date.now(), () => setTimeout(() => {}, 1)];
`;

test.each([
  [
    'the pure core imports kafka and node:, reads the clock and sets a timer',
    'windowing',
    coreViolations,
    [
      'nx/enforce-module-boundaries',
      'no-restricted-imports',
      'no-restricted-properties',
      'no-restricted-globals',
    ],
  ],
  [
    'streams import windowing',
    'streams',
    "import { planWindows } from '@weir/windowing';\nexport const used = planWindows;\n",
    ['nx/enforce-module-boundaries'],
  ],
])('lint fails when %s', (_what, project, source, rules) => {
  const { status, output } = lintWith(project, source);
  for (const rule of rules) expect(output).toContain(rule);
  expect(status).not.toBe(0);
});
