const preset = require('../jest.preset.cjs');

// One real stack and one of each app for all files; a file that breaks things starts a stack of its own.
module.exports = {
  ...preset,
  displayName: 'e2e',
  testPathIgnorePatterns: [...preset.testPathIgnorePatterns, '<rootDir>/fire/'],
  globalSetup: '<rootDir>/setup/start.ts',
  globalTeardown: '<rootDir>/setup/stop.ts',
  testTimeout: 60_000,
};
