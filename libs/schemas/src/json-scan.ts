/** What a scan of a JSON object has found; the bytes themselves are not copied but for `rest`. */
export interface ScannedObject {
  /** Where the value of each wanted field begins and ends, in the order of the names; undefined: not there. */
  readonly values: readonly (Span | undefined)[];
  /**
   * All other members as a JSON object, byte for byte as they were sent; null when there are none. Valid until the next
   * scan: memory outside of V8's heap that every event would take anew is what makes it collect garbage.
   */
  readonly rest: Buffer | null;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const tableOf = (characters: string) => {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
};
const isSpace = tableOf(' \t\n\r');
const isDigit = tableOf('0123456789');
const isHex = tableOf('0123456789abcdefABCDEF');
/** What a string may hold as it is: all but quotes, backslashes and control characters. */
const isPlain = new Uint8Array(256).fill(1, 0x20);
isPlain[quote] = 0;
isPlain[backslash] = 0;
const isEscapable = tableOf('"\\/bfnrt');
const literals = ['true', 'false', 'null'].map((word) => Buffer.from(word));

// Every function below takes a position and returns the one after what it has read, or -1: the bytes are no JSON.

function afterSpace(bytes: Buffer, at: number): number {
  while (at < bytes.length && isSpace[bytes[at]!] === 1) at += 1;
  return at;
}

/** @param at after the opening quote */
function afterString(bytes: Buffer, at: number): number {
  const { length } = bytes;
  for (;;) {
    while (at < length && isPlain[bytes[at]!] === 1) at += 1;
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte !== backslash || at + 1 >= length) return -1;
    const escaped = bytes[at + 1]!;
    at += 2;
    if (isEscapable[escaped] === 1) continue;
    if (escaped !== 0x75 || at + 4 > length) return -1;
    for (const end = at + 4; at < end; at += 1) if (isHex[bytes[at]!] === 0) return -1;
  }
}

function afterDigits(bytes: Buffer, at: number): number {
  const start = at;
  while (at < bytes.length && isDigit[bytes[at]!] === 1) at += 1;
  return at === start ? -1 : at;
}

function afterNumber(bytes: Buffer, at: number): number {
  if (bytes[at] === 0x2d) at += 1;
  if (bytes[at] === 0x30) at += 1;
  else at = afterDigits(bytes, at);
  if (at === -1) return -1;
  if (bytes[at] === 0x2e) at = afterDigits(bytes, at + 1);
  if (at === -1) return -1;
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    at += 1;
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) at += 1;
    at = afterDigits(bytes, at);
  }
  return at;
}

function afterLiteral(bytes: Buffer, at: number): number {
  for (const word of literals) {
    if (bytes[at] !== word[0]) continue;
    for (let i = 1; i < word.length; i += 1) if (bytes[at + i] !== word[i]) return -1;
    return at + word.length;
  }
  return -1;
}

function afterScalar(bytes: Buffer, at: number): number {
  const byte = bytes[at]!;
  if (byte === quote) return afterString(bytes, at + 1);
  return byte === 0x2d || isDigit[byte] === 1 ? afterNumber(bytes, at) : afterLiteral(bytes, at);
}

/** A key, its colon, and the spaces around them. @param at at the key's quote */
function afterKey(bytes: Buffer, at: number): number {
  if (bytes[at] !== quote) return -1;
  at = afterString(bytes, at + 1);
  if (at === -1) return -1;
  at = afterSpace(bytes, at);
  return bytes[at] === colon ? afterSpace(bytes, at + 1) : -1;
}

/** Deeper than any honest document; whoever reads it later may have a stack to overflow. */
const maxDepth = 2_000;

/** Any value, without recursion. @param at at its first byte */
function afterValue(bytes: Buffer, at: number): number {
  const { length } = bytes;
  const closers: number[] = [];
  for (;;) {
    if (at >= length) return -1;
    const byte = bytes[at]!;
    if (byte === openBrace || byte === openBracket) {
      const closer = byte === openBrace ? closeBrace : closeBracket;
      at = afterSpace(bytes, at + 1);
      if (bytes[at] === closer) at += 1;
      else {
        if (closers.push(closer) > maxDepth) return -1;
        if (closer === closeBrace) at = afterKey(bytes, at);
        if (at === -1) return -1;
        continue;
      }
    } else {
      at = afterScalar(bytes, at);
      if (at === -1) return -1;
    }
    // A value has ended: so may what it is in.
    for (;;) {
      const closer = closers.at(-1);
      if (closer === undefined) return at;
      at = afterSpace(bytes, at);
      if (bytes[at] === closer) {
        closers.pop();
        at += 1;
        continue;
      }
      if (bytes[at] !== comma) return -1;
      at = afterSpace(bytes, at + 1);
      if (closer === closeBrace) at = afterKey(bytes, at);
      if (at === -1) return -1;
      break;
    }
  }
}

/**
 * Where the items of a JSON array begin and end in its bytes (UTF-8, which is not checked here); undefined: not an array, or
 * not JSON, as `JSON.parse` has it.
 */
export function scanArray(bytes: Buffer): Span[] | undefined {
  const items: Span[] = [];
  let at = afterSpace(bytes, 0);
  if (bytes[at] !== openBracket) return undefined;
  at = afterSpace(bytes, at + 1);
  let open = bytes[at] !== closeBracket;
  while (open) {
    const end = afterValue(bytes, at);
    if (end === -1) return undefined;
    items.push({ start: at, end });
    at = afterSpace(bytes, end);
    open = bytes[at] === comma;
    if (open) at = afterSpace(bytes, at + 1);
    else if (bytes[at] !== closeBracket) return undefined;
  }
  return afterSpace(bytes, at + 1) === bytes.length ? items : undefined;
}

function equals(bytes: Buffer, start: number, end: number, name: Buffer): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i += 1) if (bytes[start + i] !== name[i]) return false;
  return true;
}

/** Which of the names a key is. @param end after its closing quote; a key may be written with escapes */
function indexOfKey(bytes: Buffer, start: number, end: number, names: readonly Buffer[]): number {
  for (let at = start + 1; at < end - 1; at += 1) {
    if (bytes[at] !== backslash) continue;
    const decoded = Buffer.from(JSON.parse(bytes.toString('utf8', start, end)) as string);
    return names.findIndex((name) => name.equals(decoded));
  }
  for (let index = 0; index < names.length; index += 1) {
    if (equals(bytes, start + 1, end - 1, names[index]!)) return index;
  }
  return -1;
}

let scratch = Buffer.allocUnsafeSlow(4_096);

/** `{`, the runs of members with commas between them, `}`, in `scratch`. @param runs start, end, start, end … */
function objectOf(bytes: Buffer, runs: readonly number[]): Buffer | null {
  if (runs.length === 0) return null;
  let size = 1;
  for (let i = 0; i < runs.length; i += 2) size += runs[i + 1]! - runs[i]! + 1;
  if (size > scratch.length) scratch = Buffer.allocUnsafeSlow(2 * size);
  let at = 0;
  for (let i = 0; i < runs.length; i += 2) {
    scratch[at] = i === 0 ? openBrace : comma;
    at += 1;
    at += bytes.copy(scratch, at, runs[i], runs[i + 1]);
  }
  scratch[at] = closeBrace;
  return scratch.subarray(0, size);
}

/**
 * Finds some top-level fields of a JSON object in its bytes (UTF-8, which is not checked here) and checks that all of it is
 * JSON as RFC 8259 and `JSON.parse` have it, at a fraction of the cost: nothing is built but what is asked for. A key
 * that comes twice means its last value, as in `JSON.parse`. Undefined: not an object, or not JSON (`JSON.parse` says
 * why), or nested more than 2,000 deep.
 */
export function createObjectScanner(names: readonly string[]): (bytes: Buffer) => ScannedObject | undefined {
  const wanted = names.map((name) => Buffer.from(name));
  return (bytes) => {
    const values = new Array<Span | undefined>(wanted.length).fill(undefined);
    const runs: number[] = [];
    let runStart = -1;
    let runEnd = -1;
    let at = afterSpace(bytes, 0);
    if (bytes[at] !== openBrace) return undefined;
    at = afterSpace(bytes, at + 1);
    let open = bytes[at] !== closeBrace;
    while (open) {
      const keyStart = at;
      if (bytes[at] !== quote) return undefined;
      const keyEnd = afterString(bytes, at + 1);
      if (keyEnd === -1) return undefined;
      at = afterSpace(bytes, keyEnd);
      if (bytes[at] !== colon) return undefined;
      const start = afterSpace(bytes, at + 1);
      const end = afterValue(bytes, start);
      if (end === -1) return undefined;
      const index = indexOfKey(bytes, keyStart, keyEnd, wanted);
      if (index === -1) {
        if (runStart === -1) runStart = keyStart;
        runEnd = end;
      } else {
        values[index] = { start, end };
        if (runStart !== -1) runs.push(runStart, runEnd);
        runStart = -1;
      }
      at = afterSpace(bytes, end);
      open = bytes[at] === comma;
      if (open) at = afterSpace(bytes, at + 1);
      else if (bytes[at] !== closeBrace) return undefined;
    }
    if (afterSpace(bytes, at + 1) !== bytes.length) return undefined;
    if (runStart !== -1) runs.push(runStart, runEnd);
    return { values, rest: objectOf(bytes, runs) };
  };
}
