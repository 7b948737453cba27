import type { DeadLetter, LetterEvent, Redriven } from '@weir/topics';

/** Long enough to see what it is. */
const mostHexBytes = 512;

/** A dead letter as `--json` prints it. */
export const letterJson = (letter: DeadLetter, redriven: Redriven | undefined, read?: LetterEvent) => ({
  origin: letter.origin,
  reason: letter.reason,
  detail: letter.detail,
  at: new Date(letter.at).toISOString(),
  run_id: letter.run,
  key: letter.key,
  letter: `${letter.topic}-${letter.partition}-${letter.offset}`,
  redriven_at: redriven?.at ?? null,
  redriven_run_id: redriven?.run ?? null,
  ...(read === undefined
    ? {}
    : read.ok
      ? { event: read.event }
      : { event: null, error: read.error, hex: letter.value?.toString('hex', 0, mostHexBytes) ?? null }),
});
