/** Where reading of a partition goes on after a crash or a rebalance (rule 7). */
export interface ResumePoint {
  /** The first offset that an open window still needs: what is committed to Kafka. */
  readonly offset: number;
  /** The first offset that was not yet read when the point was taken. At least `offset`. */
  readonly position: number;
  /** The clock (epoch ms) of every run at that position. */
  readonly clocks: ReadonlyMap<string, number>;
}

/** Kafka's bound on a commit's metadata (`offset.metadata.max.bytes`). */
export const maxMetadataBytes = 4096;

const version = '1';
const runForm = /^[A-Za-z0-9_-]*$/;
const positionForm = /^[0-9a-z]{1,11}$/;

/**
 * Position and clocks as the text that goes into the commit's metadata: `1;<position>;<run>:<clock>;…`, numbers in
 * base 36. A run id of 8 characters takes 18 bytes, so about 220 runs fit. Throws when they do not.
 */
export function encodeResumePoint({ position, clocks }: Omit<ResumePoint, 'offset'>): string {
  const parts = [version, position.toString(36)];
  for (const [run, clockMs] of clocks) {
    if (!runForm.test(run)) throw new Error(`run id ${JSON.stringify(run)}: only A-Z, a-z, 0-9, _ and -`);
    parts.push(`${run}:${clockMs.toString(36)}`);
  }
  const text = parts.join(';');
  if (text.length > maxMetadataBytes) {
    throw new Error(`${clocks.size} runs do not fit into a commit's ${maxMetadataBytes} bytes of metadata`);
  }
  return text;
}

/**
 * The resume point of a committed offset. Metadata that is not ours (an offset set by a tool, say) gives a fresh start
 * at that offset: no clocks, nothing re-read.
 */
export function decodeResumePoint(offset: number, metadata: string | null | undefined): ResumePoint {
  const [head, position = '', ...runs] = (metadata ?? '').split(';');
  const at = positionForm.test(position) ? parseInt(position, 36) : NaN;
  if (head !== version || !(at >= offset)) return { offset, position: offset, clocks: new Map() };
  const clocks = new Map<string, number>();
  for (const entry of runs) {
    const colon = entry.lastIndexOf(':');
    const clockMs = parseInt(entry.slice(colon + 1), 36);
    if (colon >= 0 && Number.isFinite(clockMs)) clocks.set(entry.slice(0, colon), clockMs);
  }
  return { offset, position: at, clocks };
}
