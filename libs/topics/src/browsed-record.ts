import type { LogRecord } from '@weir/kafka';
import type { DecodeValue } from './record-decoder.ts';

/** A record as people look at it: JSON where it can be read, else text or bytes and why they cannot be. */
export interface BrowsedRecord {
  readonly partition: number;
  readonly offset: number;
  /** Epoch ms. */
  readonly timestamp: number;
  /** Text where it is UTF-8, else hexadecimal after `0x`. */
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the value. */
  readonly bytes: number;
  readonly format: 'avro' | 'json' | 'text' | 'none' | 'hex' | 'unreadable';
  readonly schemaId?: number;
  /** Of Avro and JSON. */
  readonly value?: unknown;
  readonly text?: string;
  readonly hex?: string;
  /** Why there is no more to see. */
  readonly error?: string;
  /** Fields were hidden by configuration. */
  readonly masked?: true;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 text, or the bytes in hexadecimal. */
export function textOrHex(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return `0x${bytes.toString('hex')}`;
  }
}

/** Never fails: what cannot be decoded says so. */
export async function browsedRecord(
  partition: number,
  record: LogRecord,
  decode: DecodeValue,
): Promise<BrowsedRecord> {
  const { offset, timestamp, key, value, headers } = record;
  const where = {
    partition,
    offset,
    timestamp,
    key: key === null ? null : textOrHex(key),
    headers: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, textOrHex(bytes)])),
    bytes: value?.length ?? 0,
  };
  const decoded = await decode(value);
  switch (decoded.kind) {
    case 'avro':
      return { ...where, format: 'avro', schemaId: decoded.schemaId, value: decoded.value };
    case 'json':
      return { ...where, format: 'json', value: decoded.value };
    case 'text':
      return { ...where, format: 'text', text: decoded.value };
    case 'none':
      return { ...where, format: 'none' };
    case 'bytes':
      return { ...where, format: 'hex', hex: decoded.hex, error: decoded.error };
  }
}
