/** Too many are inside already, and it did not get better in time. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy';
}

/** Lets at most `places` in at once; others wait, in order, for at most `patienceMs`. */
export function createTurnstile(places: number, patienceMs: number) {
  let inside = 0;
  const waiting: (() => void)[] = [];

  async function enter(): Promise<void> {
    if (inside < places) {
      inside += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(admitted), 1);
        reject(new TooBusy(`${places} searches are running already; try again in a moment`));
      }, patienceMs);
      const admitted = () => {
        clearTimeout(timer);
        resolve();
      };
      waiting.push(admitted);
    });
  }

  /** Whoever leaves hands its place to the next. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) inside -= 1;
    else next();
  }

  return async <T>(work: () => Promise<T>): Promise<T> => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
