const preset = require('../../jest.preset.cjs');

const soak = process.env.WEIR_SOAK === '1';

// Two files beside each other on one stack, each with names of its own: most of their time is waiting for sessions to
// end. A file that breaks a service has a stack of its own.
module.exports = {
  ...preset,
  displayName: 'fire',
  // Three brokers and a minute and a half: with the long ones.
  testPathIgnorePatterns: [
    ...preset.testPathIgnorePatterns,
    ...(soak ? [] : ['<rootDir>/broker-lost.test.ts']),
  ],
  globalSetup: '<rootDir>/../setup/start-services.ts',
  globalTeardown: '<rootDir>/../setup/stop.ts',
  maxWorkers: soak ? 1 : 2,
  testTimeout: soak ? 1_200_000 : 400_000,
};
