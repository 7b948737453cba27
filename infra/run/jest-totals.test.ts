import { jestTotals } from './jest-totals.mjs';

const results = (numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites = 0) => ({
  numPassedTests,
  numFailedTests,
  numRuntimeErrorTestSuites,
});

test('counts what passed and what failed', () => {
  expect(jestTotals(results(7, 0), 0)).toEqual({ passed: 7, failed: 0 });
  expect(jestTotals(results(7, 2), 1)).toEqual({ passed: 7, failed: 2 });
});

test('a file that could not run is a failure', () => {
  expect(jestTotals(results(7, 0, 1), 1)).toEqual({ passed: 7, failed: 1 });
});

test('so is a Jest that left nothing, ran nothing or failed for another reason', () => {
  expect(jestTotals(undefined, 1)).toEqual({ passed: 0, failed: 1 });
  expect(jestTotals(results(0, 0), 0)).toEqual({ passed: 0, failed: 1 });
  expect(jestTotals(results(0, 0), 1, true)).toEqual({ passed: 0, failed: 1 });
  expect(jestTotals(results(7, 0), 1)).toEqual({ passed: 7, failed: 1 });
});

test('a pattern may match nothing in one of several runs', () => {
  expect(jestTotals(results(0, 0), 0, true)).toEqual({ passed: 0, failed: 0 });
});
