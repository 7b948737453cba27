/**
 * Passed and failed tests in Jest's JSON results. A test file that could not run counts as one failed test, and so
 * does a Jest that left no results or ran nothing, for example because its setup failed. Only a Jest that was given a
 * pattern (`picked`) may find nothing that matches.
 * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number } | undefined} results
 * @param {number | string} exitCode
 * @param {boolean} [picked]
 */
export function jestTotals(results, exitCode, picked = false) {
  if (!results) return { passed: 0, failed: 1 };
  const passed = results.numPassedTests;
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const ended = exitCode === 0 && (passed > 0 || picked);
  return { passed, failed: failed === 0 && !ended ? 1 : failed };
}
