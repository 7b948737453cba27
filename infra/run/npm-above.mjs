import { execFileSync } from 'node:child_process';

/** A process's parent and name, such as `{ parent: 4711, name: 'sh' }`; undefined where `ps` cannot say. */
function describe(pid) {
  try {
    const text = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' });
    const [, parent, name] = /^\s*(\d+)\s+(.*?)\s*$/.exec(text) ?? [];
    return { parent: Number(parent), name };
  } catch {
    return undefined;
  }
}

const isRunning = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Gives a function that says whether the `npm` that runs this, and the shell that it runs it through, are still there. */
export function watchNpm() {
  const parent = process.ppid;
  const shell = describe(parent);
  const npm = shell && /(^|\/)(ba|da|z)?sh$/.test(shell.name) ? shell.parent : parent;
  return () => process.ppid === parent && isRunning(npm);
}
