const preset = require('../jest.preset.cjs');

// Two files beside each other, for most of their time is waiting; each worker has a real stack and one of each app of
// its own, so that a file sees no other's events. A file that breaks things starts a stack for itself.
module.exports = {
  ...preset,
  displayName: 'e2e',
  testPathIgnorePatterns: [...preset.testPathIgnorePatterns, '<rootDir>/fire/'],
  globalSetup: '<rootDir>/setup/start.ts',
  setupFiles: ['<rootDir>/setup/use-own-stack.ts'],
  globalTeardown: '<rootDir>/setup/stop.ts',
  maxWorkers: 2,
  testTimeout: 60_000,
};
