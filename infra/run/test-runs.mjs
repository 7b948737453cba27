import { ensureBuilt } from './built.mjs';
import { printFailure } from './failure.mjs';
import { ensureInstalled } from './installed.mjs';
import { runJest } from './run-jest.mjs';
import { untilTold } from './until-told.mjs';

/**
 * Installs and builds what is missing, runs Jest once for each of `runs`, and ends the process, having printed the totals
 * of all as `N passed, N failed`.
 * @param {readonly { name: string, args: readonly string[], env?: Record<string, string> }[]} runs
 * @param {readonly string[]} chosen arguments for each Jest; with any, a run may find nothing that matches
 */
export async function testRuns(runs, chosen) {
  const { signal } = untilTold();
  const totals = { passed: 0, failed: 0 };
  const picked = chosen.length > 0;
  // Before the other arguments: what follows `--projects` would be taken for one.
  const pattern = picked ? [...chosen, '--passWithNoTests'] : [];
  try {
    await ensureInstalled(console.log, signal);
    await ensureBuilt(console.log, { signal });
    for (const { name, args, env } of runs) {
      signal.throwIfAborted();
      console.log(`\n── ${name} tests ──\n`);
      const { passed, failed } = await runJest(name, [...pattern, ...args], {
        // Tests have settings of their own: a developer's .env is not for them.
        env: { WEIR_ENV_FILE: 'none', ...env },
        signal,
        picked,
      });
      totals.passed += passed;
      totals.failed += failed;
    }
  } catch (error) {
    printFailure(error);
    totals.failed += 1;
  }
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);
}
