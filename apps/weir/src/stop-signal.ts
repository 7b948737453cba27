/**
 * An AbortSignal that SIGINT or SIGTERM aborts, so that a command can finish what is in flight and say how far it got.
 * The second signal ends the process at once.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (stop.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop.signal;
}
