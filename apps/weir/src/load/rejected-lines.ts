import { open } from 'node:fs/promises';
import type { FieldError } from '@weir/schemas';
import { usageError } from '../cli-error.ts';
import type { EventError } from '@weir/gateway-client';
import type { LineBatch } from './line-batches.ts';
import type { LineCheck } from './line-check.ts';

/** A line that the gateway refused. */
export interface RejectedLine {
  readonly line: number;
  readonly errors: readonly FieldError[];
}

/** Collects refused lines: all of them in a file, if asked for, and the first few in memory. */
export interface RejectedLines {
  /** `rejected` lines of the batch were refused, of which `errors` may name only the first ones. */
  add(batch: LineBatch, rejected: number, errors: readonly EventError[]): void;
  readonly first: readonly RejectedLine[];
  close(): Promise<void>;
}

export interface RejectedLinesOptions {
  /** Takes one JSON object a line: its number, what was wrong, and the line itself. */
  readonly file?: string | undefined;
  /** Names refused lines that the gateway did not list. */
  readonly check: LineCheck;
  readonly most?: number;
}

/** Errors by the index of the line in its batch. */
function byIndex(errors: readonly EventError[]): Map<number, FieldError[]> {
  const found = new Map<number, FieldError[]>();
  for (const { index, path, message } of errors) {
    found.set(index, [...(found.get(index) ?? []), { path, message }]);
  }
  return found;
}

export async function createRejectedLines({
  file,
  check,
  most = 20,
}: RejectedLinesOptions): Promise<RejectedLines> {
  const first: RejectedLine[] = [];
  const cannotWrite = (error: Error) => usageError(`cannot write ${file ?? ''}: ${error.message}`);
  const target =
    file === undefined
      ? undefined
      : await open(file, 'w').catch((error: Error) => Promise.reject(cannotWrite(error)));
  let writing: Promise<unknown> = Promise.resolve();

  /** The gateway names lines in their order: those that it left out come after the last one that it named. */
  function named(
    batch: LineBatch,
    rejected: number,
    errors: readonly EventError[],
  ): Map<number, readonly FieldError[]> {
    const all = new Map<number, readonly FieldError[]>(byIndex(errors));
    if (all.size >= rejected) return all;
    for (let index = Math.max(-1, ...all.keys()) + 1; index < batch.lines.length; index += 1) {
      const line = batch.lines[index];
      const problems = line === undefined ? [] : check(line);
      if (problems.length > 0) all.set(index, problems);
    }
    return all;
  }

  return {
    first,
    add(batch, rejected, errors) {
      let text = '';
      for (const [index, problems] of named(batch, rejected, errors)) {
        const one = { line: batch.lineNumbers[index] ?? 0, errors: problems };
        if (first.length < most) first.push(one);
        else if (target === undefined) return;
        const line = batch.lines[index]?.toString().replace(/\r?\n$/, '');
        text += `${JSON.stringify({ ...one, text: line })}\n`;
      }
      if (target !== undefined) writing = writing.then(() => target.write(text));
    },
    async close() {
      try {
        await writing;
      } catch (error) {
        throw cannotWrite(error as Error);
      } finally {
        await target?.close();
      }
    },
  };
}
