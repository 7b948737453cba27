/**
 * Resolves on the first SIGINT, SIGTERM or SIGHUP. On a second SIGINT `onImpatience` runs, for who cannot wait
 * for a clean end.
 */
export function untilToldToStop(onImpatience: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let told = false;
    const tell = (signal: NodeJS.Signals) => {
      if (told && signal === 'SIGINT') onImpatience();
      told = true;
      resolve(signal);
    };
    process.on('SIGINT', tell);
    process.on('SIGTERM', tell);
    process.on('SIGHUP', tell);
  });
}
