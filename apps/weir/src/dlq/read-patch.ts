import { readFileSync } from 'node:fs';
import { parsePatch, type Patch } from '@weir/topics';
import { usageError } from '../cli-error.ts';

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usageError(`--patch-file: ${reasonOf(error)}`);
  }
}

/** The JSON Patch that was given as text or as a file; empty when none was. */
export function readPatch({ patch, patchFile }: { patch?: string; patchFile?: string }): Patch {
  const text = patchFile === undefined ? patch : readFile(patchFile);
  if (text === undefined) return [];
  try {
    return parsePatch(text);
  } catch (error) {
    throw usageError(reasonOf(error));
  }
}
