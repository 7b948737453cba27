import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isWritten, projects } from './projects.mjs';
import { runCommand } from './run-command.mjs';
import { sourcesHash } from './sources-hash.mjs';
import { secondsSince } from './seconds.mjs';
import { sideBySide } from './side-by-side.mjs';
import { underLock } from './under-lock.mjs';
import { inRoot } from './workspace.mjs';

const stampFile = (project) => inRoot('.weir/built', project.name);

/** What the sources were, and what came out: so that a build by other means in between is noticed. */
function stampOf(project, sources) {
  const outputs = project.outputs.map((output) => inRoot(project.folder, output));
  if (!outputs.every((output) => existsSync(output))) return undefined;
  const hash = createHash('sha256').update(sources);
  for (const output of outputs) hash.update(readFileSync(output));
  return hash.digest('hex');
}

/** Builds one project, unless another process has just done so: one build of it at a time. */
async function build(project, { say, signal }) {
  const what = `build        ${project.name}`;
  await underLock(`${stampFile(project)}.lock`, { what, say, signal }, async (holdBy) => {
    if (isBuilt(project)) return;
    const sources = sourcesHash(project.folder);
    const options = { cwd: inRoot(project.folder), signal, onStart: holdBy };
    await runCommand(`build-${project.name}`, 'npm', ['run', 'build'], options);
    writeFileSync(stampFile(project), stampOf(project, sources) ?? '');
  });
}

function isBuilt(project) {
  const stamp = stampFile(project);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(project, sourcesHash(project.folder));
}

/** Builds what has changed among the named projects (default: all), two at a time. Projects without sources are left out. */
export async function ensureBuilt(say, { names = projects.map(({ name }) => name), signal } = {}) {
  const stale = projects.filter(
    (project) => names.includes(project.name) && isWritten(project.name) && !isBuilt(project),
  );
  if (stale.length === 0) return;
  const began = Date.now();
  // The longest first: the bundles fit beside it.
  const queue = stale.toReversed();
  const worker = async (either) => {
    for (let next = queue.shift(); next; next = queue.shift()) await build(next, { say, signal: either });
  };
  const built = stale.map(({ name }) => name).join(', ');
  await sideBySide(signal, [worker, worker]);
  say(`build        ${built} (${secondsSince(began)})`);
}
