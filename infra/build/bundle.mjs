// Bundles the app in the current folder: src/main.ts → dist/main.js. Workspace libraries (@weir/*) are compiled in,
// packages from npm stay outside, so a start reads one file of ours and a stack trace still names the source.
import { build } from 'esbuild';

await build({
  entryPoints: process.argv.length > 2 ? process.argv.slice(2) : ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true, // what is loaded by import() stays out of memory until then
  sourcemap: true,
  logLevel: 'warning',
  plugins: [
    {
      name: 'npm-packages-stay-outside',
      setup({ onResolve }) {
        onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || path.startsWith('@weir/') ? undefined : { path, external: true },
        );
      },
    },
  ],
});
