/** Consecutive lines of a file, byte for byte, each with its newline (the file's last may lack it). */
export interface LineBatch {
  readonly lines: readonly Buffer[];
  /** The number (from 1) of each of them in the file. Blank lines are left out, but have their number. */
  readonly lineNumbers: readonly number[];
  /** How many lines of the file are behind us once this batch is acknowledged. */
  readonly linesRead: number;
  /** Bytes of the (unpacked) file up to the end of this batch. */
  readonly bytesRead: number;
}

export interface LineBatchOptions {
  readonly maxLines: number;
  readonly maxBytes: number;
  /** Lines at the beginning that are passed over. */
  readonly skip?: number;
}

const newline = 0x0a;
const blankBytes = new Set([0x20, 0x09, 0x0d, newline]);

const isBlank = (line: Buffer): boolean => line.every((byte) => blankBytes.has(byte));

/** The lines of chunked bytes, whatever the cuts between chunks. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let pieces: Buffer[] = [];
  for await (const chunk of chunks) {
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const line = chunk.subarray(start, end + 1);
      lines.push(pieces.length === 0 ? line : Buffer.concat([...pieces, line]));
      pieces = [];
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
    yield lines;
  }
  if (pieces.length > 0) yield [Buffer.concat(pieces)];
}

/** Cuts a file into batches of at most `maxLines` lines and `maxBytes` bytes (a longer line is a batch of its own). */
export async function* lineBatches(
  chunks: AsyncIterable<Buffer>,
  { maxLines, maxBytes, skip = 0 }: LineBatchOptions,
): AsyncGenerator<LineBatch> {
  let lines: Buffer[] = [];
  let lineNumbers: number[] = [];
  let size = 0;
  let linesRead = 0;
  let bytesRead = 0;
  const cut = (): LineBatch => {
    const batch = { lines, lineNumbers, linesRead, bytesRead };
    lines = [];
    lineNumbers = [];
    size = 0;
    return batch;
  };
  for await (const some of linesOf(chunks)) {
    for (const line of some) {
      const isKept = linesRead >= skip && !isBlank(line);
      if (isKept && (lines.length >= maxLines || (size > 0 && size + line.length > maxBytes))) yield cut();
      linesRead += 1;
      bytesRead += line.length;
      if (!isKept) continue;
      lines.push(line);
      lineNumbers.push(linesRead);
      size += line.length;
    }
  }
  if (lines.length > 0) yield cut();
}
