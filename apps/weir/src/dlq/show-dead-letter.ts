import { letterEvent } from '@weir/topics';
import { letterJson } from './letter-json.ts';
import type { DeadLetters } from './open-dead-letters.ts';

/** All that is known of one dead letter; undefined when there is none of this origin. */
export async function showDeadLetter(source: DeadLetters, origin: string, signal: AbortSignal) {
  for await (const letter of source.scan({ signal })) {
    if (letter.origin !== origin) continue;
    const redriven = await source.redriven(new Set([origin]));
    const read = await letterEvent(source.stream, letter, source.decode);
    return { ...letterJson(letter, redriven.get(origin), read), headers: letter.headers };
  }
  return undefined;
}
