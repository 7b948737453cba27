import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { usageError } from '../cli-error.ts';

export interface Input {
  /** What a run of it is called. */
  readonly name: string;
  readonly chunks: AsyncIterable<Buffer>;
  /** Size on disk; undefined for stdin. */
  readonly totalBytes: number | undefined;
  /** Bytes read from disk so far (packed ones, if the file is packed). */
  readonly bytesRead: () => number;
}

const isGzip = (chunk: Buffer) => chunk[0] === 0x1f && chunk[1] === 0x8b;

/** Unpacks gzip, told by its first two bytes; passes anything else through. */
async function* unpacked(source: Readable, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done) return;
  async function* counted(): AsyncGenerator<Buffer> {
    for (let next: IteratorResult<Buffer> = first; !next.done; next = await chunks.next()) {
      onBytes(next.value.length);
      yield next.value;
    }
  }
  if (!isGzip(first.value)) {
    yield* counted();
    return;
  }
  const gunzip = createGunzip();
  // A failure destroys `gunzip` with the error, which then ends the loop of whoever reads from here.
  pipeline(Readable.from(counted()), gunzip, () => undefined);
  yield* gunzip;
}

/** A file, gzip or not, or `-` for stdin. The signal ends the waiting for a stdin that says nothing. */
export async function openInput(file: string, signal?: AbortSignal): Promise<Input> {
  let bytesRead = 0;
  const onBytes = (count: number) => {
    bytesRead += count;
  };
  const read = () => bytesRead;
  if (file === '-') {
    signal?.addEventListener('abort', () => process.stdin.destroy());
    return {
      name: 'stdin',
      chunks: unpacked(process.stdin, onBytes),
      totalBytes: undefined,
      bytesRead: read,
    };
  }
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw usageError(
      `cannot read ${file}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
    );
  });
  if (!found.isFile()) throw usageError(`cannot read ${file}: it is not a file`);
  const source = createReadStream(file, { highWaterMark: 1 << 20 });
  return { name: basename(file), chunks: unpacked(source, onBytes), totalBytes: found.size, bytesRead: read };
}
