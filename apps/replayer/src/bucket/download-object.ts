import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { Bucket, BucketObject } from './bucket.ts';
import { BucketError, fetchFailure } from './bucket-error.ts';

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

async function md5Of(file: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Whether the file is the object: its size, and where the ETag is an MD5 that too. */
async function isObject(file: string, { bytes, etag }: BucketObject): Promise<boolean> {
  if ((await sizeOf(file)) !== bytes) return false;
  return /^[0-9a-f]{32}$/.test(etag) ? (await md5Of(file)) === etag : true;
}

interface Download {
  readonly bucket: Bucket;
  readonly object: BucketObject;
  readonly file: string;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

async function attempt({ bucket, object, signal, onBytes }: Download, part: string): Promise<void> {
  const have = await sizeOf(part);
  if (have >= object.bytes && object.bytes > 0) return;
  const { isWhole, chunks } = await bucket.read(object, have, signal);
  const handle = await open(part, isWhole ? 'w' : 'a');
  if (!isWhole) onBytes(have);
  try {
    for await (const chunk of chunks) {
      await handle.writeFile(chunk);
      onBytes(chunk.length);
    }
  } catch (error) {
    throw new BucketError(`${object.key} broke off: ${fetchFailure(error)}`, true);
  } finally {
    await handle.close();
  }
}

const attempts = 4;

/**
 * Fetches an object into a file. What came before a connection broke, or before we were stopped, is kept beside it
 * (`.part`) and gone on with; the whole is checked by size and MD5 before it gets its name.
 */
export async function downloadObject(download: Download): Promise<void> {
  const { object, file, signal, onBytes } = download;
  if (await isObject(file, object)) return onBytes(object.bytes);
  const part = `${file}.${object.etag.replace(/\W/g, '').slice(0, 40)}.part`;
  for (let tried = 1; ; tried += 1) {
    try {
      await attempt(download, part);
      if (await isObject(part, object)) break;
      await rm(part, { force: true });
      throw new BucketError(
        `${object.key} does not have the content that the bucket promised (size, MD5)`,
        true,
      );
    } catch (error) {
      const isPassing = error instanceof BucketError && error.isPassing && !signal.aborted;
      if (!isPassing || tried >= attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** tried));
    }
  }
  await rename(part, file);
}
