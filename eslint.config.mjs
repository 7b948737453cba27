import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may import whom (docs/architecture.md draws it). A tag that is not listed here may import nothing of ours. */
const boundaries = [
  { sourceTag: 'schemas', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'runtime', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'streams', onlyDependOnLibsWithTags: ['schemas'] },
  { sourceTag: 'windowing', onlyDependOnLibsWithTags: ['schemas', 'streams'] },
  { sourceTag: 'kafka', onlyDependOnLibsWithTags: ['schemas', 'runtime'] },
  { sourceTag: 'clickhouse', onlyDependOnLibsWithTags: ['schemas', 'runtime'] },
  { sourceTag: 'gateway-client', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'markets', onlyDependOnLibsWithTags: ['schemas', 'streams'] },
  { sourceTag: 'audit', onlyDependOnLibsWithTags: ['schemas', 'streams', 'clickhouse'] },
  { sourceTag: 'topics', onlyDependOnLibsWithTags: ['schemas', 'streams', 'kafka'] },
  { sourceTag: 'local', onlyDependOnLibsWithTags: ['runtime'] },
  { sourceTag: 'testing', onlyDependOnLibsWithTags: ['lib', 'local'] },
  {
    sourceTag: 'app',
    onlyDependOnLibsWithTags: [
      'schemas',
      'runtime',
      'streams',
      'windowing',
      'kafka',
      'clickhouse',
      'audit',
      'topics',
      'gateway-client',
      'markets',
      'testing',
    ],
  },
  { sourceTag: 'e2e', onlyDependOnLibsWithTags: ['lib', 'local'] },
  { sourceTag: 'bench', onlyDependOnLibsWithTags: ['lib', 'local'] },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/.next',
      '**/generated',
      '**/next-env.d.ts',
      '**/*.config.cjs',
      '**/*.config.mjs',
    ],
  },
  ...tseslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: false, allow: [], depConstraints: boundaries },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // The core is pure: no npm import, no node: import, no clock of its own, no timers (docs/architecture.md).
    files: ['libs/windowing/src/**/*.ts', 'libs/streams/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\.{1,2}/|@weir/)', message: 'pure core: nothing but ./ and @weir/' }] },
      ],
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'process', 'console', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'time is an argument' },
      ],
    },
  },
  prettier,
);
