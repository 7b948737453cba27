import { isUtf8 } from 'node:buffer';

export type ParsedJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

export const hasByteOrderMark = (bytes: Buffer) =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/**
 * Parses UTF-8 JSON. Bytes that are not UTF-8 are refused: decoding would replace them without a word. A byte order
 * mark at the start is skipped. `__proto__` becomes an ordinary property (JSON.parse defines, it does not assign).
 */
export function parseJson(bytes: Buffer): ParsedJson {
  if (!isUtf8(bytes)) return { ok: false, message: 'is not UTF-8; send JSON in UTF-8' };
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8', hasByteOrderMark(bytes) ? 3 : 0));
    return { ok: true, value };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `is not JSON: ${reason.slice(0, 200)}` };
  }
}
