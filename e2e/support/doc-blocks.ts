import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a document: its language, the file that it is of (if it names one), its text. */
export interface DocBlock {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

/** The fenced blocks of a page of `docs/`, in order. */
export function docBlocks(page: string): DocBlock[] {
  const text = readFileSync(join(__dirname, '../../docs', page), 'utf8');
  return [...text.matchAll(/^```(\w*)(?: (\S+))?\n([^]*?)^```$/gm)].map(
    ([, language = '', file, body = '']) => ({
      language,
      file,
      text: body,
    }),
  );
}

/**
 * Applies a diff as documents show it: ` ` is a line that is there, `-` one that goes, `+` one that comes after the
 * line before it (or at the top). Throws when a line is not where the diff says.
 */
export function applyDiff(text: string, diff: string): string {
  const lines = text.split('\n');
  let place = 0;
  for (const entry of diff.replace(/\n$/, '').split('\n')) {
    const [mark, line] = [entry.charAt(0), entry.slice(1)];
    if (mark === '+') {
      lines.splice(place, 0, line);
      place += 1;
      continue;
    }
    const found = lines.indexOf(line, place);
    if (found < 0) throw new Error(`the document shows a line that is not there: ${line}`);
    place = found + 1;
    if (mark === '-') lines.splice(--place, 1);
  }
  return lines.join('\n');
}
