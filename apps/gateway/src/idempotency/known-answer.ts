/** The answer that a request with a key was given, and what it had asked for. */
export interface KnownAnswer {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  /** Broker time of its record, epoch ms. */
  readonly atMs: number;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The record of an answer in the topic `idempotency`; its key is the request's id. */
export const encodeAnswer = ({ fingerprint, status, body }: Omit<KnownAnswer, 'atMs'>): Buffer =>
  Buffer.from(JSON.stringify({ fingerprint, status, body }));

/** Undefined for what is no such record. */
export function decodeAnswer(value: Buffer, atMs: number): KnownAnswer | undefined {
  try {
    const read: unknown = JSON.parse(value.toString());
    if (!isRecord(read)) return undefined;
    const { fingerprint, status, body } = read;
    if (typeof fingerprint !== 'string' || typeof status !== 'number' || typeof body !== 'string')
      return undefined;
    return { fingerprint, status, body, atMs };
  } catch {
    return undefined;
  }
}
