import { existsSync } from 'node:fs';
import { inRoot } from './workspace.mjs';

const app = (name) => ({ name, folder: `apps/${name}`, outputs: ['dist/main.js'] });

/** What has a `build` script that a start needs, and the files by which one sees that it was built. */
export const projects = [
  { name: 'local', folder: 'infra/local', outputs: ['dist/index.js'] },
  ...['provision', 'gateway', 'aggregator', 'replayer', 'weir'].map(app),
  { ...app('dashboard'), outputs: ['dist/main.js', '.next/BUILD_ID'] },
];

/** False for an app that is planned but not written yet. */
export function isWritten(name) {
  const folder = projects.find((project) => project.name === name)?.folder;
  return folder !== undefined && existsSync(inRoot(folder, 'src/main.ts'));
}
