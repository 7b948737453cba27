/**
 * Runs tasks side by side, like Promise.all, but leaves none running: when one fails the others are aborted, and the
 * reason of the first failure is thrown when all have ended.
 * @param {AbortSignal | undefined} signal ends all of them
 * @param {((signal: AbortSignal) => Promise<unknown>)[]} tasks
 */
export async function sideBySide(signal, tasks) {
  const controller = new AbortController();
  const either = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
  const failures = [];
  const outcomes = await Promise.allSettled(
    tasks.map(async (task) => {
      try {
        return await task(either);
      } catch (error) {
        failures.push(error);
        controller.abort(error);
        throw error;
      }
    }),
  );
  if (failures.length > 0) throw failures[0];
  return outcomes.map(({ value }) => value);
}
