import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { usageError } from '../cli-error.ts';
import type { BatchSource } from './batch-source.ts';
import { addAcknowledged, type Tally } from './tally.ts';

export interface WriteFileOptions {
  readonly nextBatch: BatchSource;
  /** A path, or `-` for stdout. */
  readonly file: string;
  readonly tally: Tally;
  readonly worthOf?: ((index: number) => number) | undefined;
  readonly onProgress?: () => void;
}

/** Writes the events as JSON lines. Memory stays bounded: the next batch waits until the file has taken this one. */
export async function writeFile({
  nextBatch,
  file,
  tally,
  worthOf,
  onProgress,
}: WriteFileOptions): Promise<void> {
  const stream = file === '-' ? process.stdout : createWriteStream(file);
  let failure: Error | undefined;
  stream.on('error', (error) => (failure = error));
  for (let batch = await nextBatch(); batch !== undefined; batch = await nextBatch()) {
    if (!stream.write(batch.ndjson) && failure === undefined) {
      await once(stream, 'drain').catch((error: unknown) => (failure = error as Error));
    }
    if (failure !== undefined) break;
    const written = { accepted: batch.count, rejected: 0, errors: [], warned: 0, warnings: [] };
    addAcknowledged(tally, batch, written, worthOf);
    onProgress?.();
  }
  if (file !== '-') {
    stream.end();
    await finished(stream).catch((error: Error) => (failure = error));
  }
  if (failure !== undefined) throw usageError(`cannot write ${file}: ${failure.message}`);
}
