/** A line of a streamed body; `number` counts from 1, blank lines included. Bytes are absent when it was too long. */
export interface Line {
  readonly number: number;
  readonly bytes: Buffer | undefined;
}

const lineFeed = 0x0a;
const blank = new Set([0x20, 0x09, 0x0d]);

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => blank.has(byte));

/**
 * Cuts chunks into lines, whatever the chunks' cuts. Holds at most one unfinished line, of at most `maxLineBytes`; a
 * longer one is reported without its bytes. Blank lines are left out. CR before LF stays: JSON ignores it.
 */
export class LineSplitter {
  readonly #maxLineBytes: number;
  #carried: Buffer[] = [];
  #carriedBytes = 0;
  #number = 0;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** The lines that this chunk completes. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      this.#finish(chunk.subarray(from, at), lines);
      from = at + 1;
    }
    if (from < chunk.length) this.#carry(from === 0 ? chunk : chunk.subarray(from));
    return lines;
  }

  /** The last line, when the body does not end with a line feed. */
  end(): Line[] {
    const lines: Line[] = [];
    if (this.#carriedBytes > 0) this.#finish(Buffer.alloc(0), lines);
    return lines;
  }

  #carry(part: Buffer): void {
    this.#carriedBytes += part.length;
    if (this.#carriedBytes > this.#maxLineBytes) this.#carried = [];
    else this.#carried.push(part);
  }

  #finish(last: Buffer, lines: Line[]): void {
    this.#number += 1;
    let bytes: Buffer | undefined = last;
    if (this.#carriedBytes > 0) {
      this.#carry(last);
      bytes = this.#carriedBytes > this.#maxLineBytes ? undefined : Buffer.concat(this.#carried);
    } else if (last.length > this.#maxLineBytes) {
      bytes = undefined;
    }
    this.#carried = [];
    this.#carriedBytes = 0;
    if (bytes === undefined || !isBlank(bytes)) lines.push({ number: this.#number, bytes });
  }
}
