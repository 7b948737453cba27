import { watchNpm } from './npm-above.mjs';

/**
 * Watches for the wish to end: SIGINT, SIGTERM, SIGHUP, or the end of the `npm` that runs this. `signal` aborts and
 * `told` resolves at the first; a second Ctrl-C exits at once, and the reaper ends what is left.
 */
export function untilTold() {
  const controller = new AbortController();
  const { signal } = controller;
  const told = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  const tell = (name) => {
    if (signal.aborted && name === 'SIGINT') process.exit(130);
    controller.abort(new Error(`ended by ${name}`));
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, tell);
  // Who reads the output may be gone (`npm start | head`); that is no reason to crash.
  process.stdout.on('error', () => undefined);
  // An npm that is killed with -9 tells nobody.
  if (process.env.npm_lifecycle_event) {
    const isNpmThere = watchNpm();
    setInterval(() => isNpmThere() || tell('the end of npm'), 1_000).unref();
  }
  return { signal, told };
}
