// `npm run test:soak`: the long versions of the tests that crash things, and of the windows' property tests (CASES, 20,000
// unless told; SEED repeats a failure). About an hour. Arguments go to Jest: `npm run test:soak -- zombie`.
import { testRuns } from './test-runs.mjs';

await testRuns(
  [
    {
      name: 'windowing',
      args: ['--projects', 'libs/windowing'],
      env: { CASES: process.env.CASES ?? '20000' },
    },
    {
      name: 'fire',
      args: ['--config', 'e2e/fire/jest.config.cjs', '--runInBand'],
      env: { WEIR_BUILT: '1', WEIR_SOAK: '1' },
    },
  ],
  process.argv.slice(2),
);
