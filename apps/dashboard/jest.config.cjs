const preset = require('../../jest.preset.cjs');

module.exports = {
  ...preset,
  displayName: 'dashboard',
  // The standalone server in there has a package.json of the same name.
  modulePathIgnorePatterns: ['<rootDir>/.next/', '<rootDir>/dist/'],
};
