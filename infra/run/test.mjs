// `npm test`: on a fresh clone, everything: unit tests, whole-path tests on a stack of their own, and those in which
// processes and services die. Other arguments go to Jest, for example `npm test -- windowing`. The last line is always
// `N passed, N failed`.
import { existsSync, readdirSync } from 'node:fs';
import { testRuns } from './test-runs.mjs';
import { inRoot } from './workspace.mjs';

/** The folders with unit tests: every library and app, the local stack, the benchmarks. */
function unitProjects() {
  const groups = ['libs', 'apps'].flatMap((group) =>
    readdirSync(inRoot(group)).map((name) => `${group}/${name}`),
  );
  return [...groups, 'infra/local', 'infra/run', 'bench'].filter((folder) =>
    existsSync(inRoot(folder, 'jest.config.cjs')),
  );
}

const env = { WEIR_BUILT: '1' };
const chosen = process.argv.slice(2);

await testRuns(
  [
    { name: 'unit', args: ['--projects', ...unitProjects()] },
    // Each worker starts a stack of its own: one is enough for a few files.
    {
      name: 'e2e',
      args: ['--config', 'e2e/jest.config.cjs', ...(chosen.length > 0 ? ['--runInBand'] : [])],
      env,
    },
    { name: 'fire', args: ['--config', 'e2e/fire/jest.config.cjs'], env },
  ],
  chosen,
);
