import { createPatch } from 'rfc6902';
import { postJson } from './problem-text.ts';
import type { Letter } from './topic-types.ts';

/** A dead letter with the event as the reader has left it. */
export interface MendedLetter {
  readonly letter: Letter;
  readonly event: unknown;
}

export interface SentLetters {
  readonly accepted: number;
  readonly already: number;
  readonly rejected: number;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly warnings?: readonly { readonly message: string }[];
  readonly runId: string | undefined;
}

/** What was changed; a letter that could not be read is replaced as a whole. Hidden fields that were left alone stay. */
export const patchOf = ({ letter, event }: MendedLetter) =>
  letter.event === null ? [{ op: 'replace', path: '', value: event }] : createPatch(letter.event, event);

interface SendOptions {
  readonly stream: string;
  readonly letters: readonly MendedLetter[];
  /** `live`, or a run of their own. */
  readonly to: 'live' | 'run';
  readonly dryRun: boolean;
}

/** Sends letters again, live or to a run that is opened and finished for them. Throws an error for the page to show. */
export async function sendLetters({ stream, letters, to, dryRun }: SendOptions): Promise<SentLetters> {
  let runId: string | undefined;
  if (to === 'run' && !dryRun) {
    const name = `re-driven ${letters.length} dead letters`;
    runId = (await postJson<{ run_id: string }>('/v1/runs', { stream, name })).run_id;
  }
  const finish = async () => {
    if (runId !== undefined) await postJson(`/v1/runs/${runId}/finish`, {});
  };
  try {
    const answer = await postJson<Omit<SentLetters, 'runId'>>('/api/dead-letters/redrive', {
      stream,
      dry_run: dryRun,
      ...(runId === undefined ? {} : { run: runId }),
      letters: letters.map((one) => ({ place: one.letter.place, patch: patchOf(one) })),
    });
    return { ...answer, runId };
  } finally {
    await finish();
  }
}
