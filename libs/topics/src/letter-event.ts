import type { StreamDefinition } from '@weir/streams';
import { applyPatch, type Operation } from 'rfc6902';
import type { DeadLetter } from './dead-letter.ts';
import type { DecodeValue } from './record-decoder.ts';

/** A dead letter's event as JSON that the gateway takes, or why there is none. */
export type LetterEvent =
  { readonly ok: true; readonly event: unknown } | { readonly ok: false; readonly error: string };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a stream keeps of unknown fields as JSON text goes back to where it was. */
function withRest(stream: StreamDefinition, event: Record<string, unknown>): Record<string, unknown> {
  const { rest } = stream.json;
  if (rest === undefined) return event;
  const { [rest]: text, ...known } = event;
  const others: unknown = typeof text === 'string' ? JSON.parse(text) : {};
  return { ...(isObject(others) ? others : {}), ...known };
}

/** The event of a dead letter as it would have been posted. Never throws. */
export async function letterEvent(
  stream: StreamDefinition,
  letter: DeadLetter,
  decode: DecodeValue,
): Promise<LetterEvent> {
  if (letter.truncatedFrom !== undefined) {
    return {
      ok: false,
      error: `only a part of its ${letter.truncatedFrom} bytes is here; the whole is at ${letter.origin}`,
    };
  }
  const decoded = await decode(letter.value);
  switch (decoded.kind) {
    case 'avro':
      try {
        return { ok: true, event: withRest(stream, decoded.value) };
      } catch (error) {
        return { ok: false, error: `its ${stream.json.rest} is not JSON: ${String(error)}` };
      }
    case 'json':
      return { ok: true, event: decoded.value };
    case 'text':
      return { ok: false, error: 'is not JSON' };
    case 'none':
      return { ok: false, error: 'has no value' };
    case 'bytes':
      return { ok: false, error: decoded.error };
  }
}

/** Operations of a JSON Patch (RFC 6902). */
export type Patch = readonly Operation[];

const kinds = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** Reads a JSON Patch (RFC 6902). Throws an error that says what is wrong with it. */
export function parsePatch(text: string): Patch {
  let patch: unknown;
  try {
    patch = JSON.parse(text);
  } catch (error) {
    throw new Error(`the patch is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const list = Array.isArray(patch) ? patch : [patch];
  list.forEach((one: unknown, index) => {
    const { op, path } = isObject(one) ? one : {};
    const pointer = typeof path === 'string' && (path === '' || path.startsWith('/'));
    if (!kinds.has(String(op)) || !pointer) {
      throw new Error(
        `operation ${index} of the patch: expected such as {"op":"replace","path":"/amount","value":"12.50"}`,
      );
    }
  });
  return list as Patch;
}

/** The event after the patch. An event that cannot be read can still be replaced as a whole (path ""). */
export function mend(read: LetterEvent, patch: Patch): LetterEvent {
  if (patch.length === 0) return read;
  const [first, ...others] = patch;
  if (first !== undefined && first.path === '' && (first.op === 'replace' || first.op === 'add')) {
    return mend({ ok: true, event: structuredClone(first.value as unknown) }, others);
  }
  if (!read.ok) return read;
  const event = structuredClone(read.event);
  for (const [index, failure] of applyPatch(event, [...patch]).entries()) {
    if (failure !== null) {
      const { op, path } = patch[index] ?? { op: '', path: '' };
      return {
        ok: false,
        error: `the patch does not apply: ${op} ${path}: ${failure.message || failure.name}`,
      };
    }
  }
  return { ok: true, event };
}
