import { isUtf8 } from 'node:buffer';
import { maxRecordBytes } from '@weir/kafka';
import {
  createCodec,
  createJsonReader,
  createObjectScanner,
  type AvroRecord,
  type FieldError,
} from '@weir/schemas';
import { createEventCheck, type StreamDefinition } from '@weir/streams';
import type { EncodedEvent } from '../event-sink.ts';
import type { RejectReason } from '../gateway-metrics.ts';
import { hasByteOrderMark, parseJson } from './parse-json.ts';
import { windowWarning } from './window-warning.ts';

/** Largest event, as JSON in the request and encoded. A round number that one Kafka batch surely holds. */
export const maxEventBytes = 1_000_000;

export const tooLargeMessage = `is too large: an event may have at most ${maxEventBytes.toLocaleString('en')} bytes`;

export type ReadEvent =
  | {
      readonly ok: true;
      readonly event: EncodedEvent;
      /** Event time, epoch ms. */
      readonly timeMs: number;
      readonly warning: FieldError | undefined;
    }
  | { readonly ok: false; readonly reason: RejectReason; readonly errors: readonly FieldError[] };

/** What a request says about all its events. */
export interface ReadContext {
  readonly schemaId: number;
  /** Run id; empty for live traffic. */
  readonly run: string;
  readonly headers: EncodedEvent['headers'];
  /** The gateway's clock, epoch ms. */
  readonly nowMs: number;
}

export type EventReader = (json: unknown, context: ReadContext) => ReadEvent;

/** From the bytes of one event's JSON (UTF-8). */
export type EventBytesReader = (bytes: Buffer, context: ReadContext) => ReadEvent;

type Fields = Record<string, unknown>;

const refused = (reason: RejectReason, errors: readonly FieldError[]): ReadEvent => ({
  ok: false,
  reason,
  errors,
});

/** Text and bytes are the same in Avro: a field of text can be written from UTF-8 as it is. */
const asBytes = (schema: AvroRecord, name: string | undefined): AvroRecord => ({
  ...schema,
  fields: schema.fields.map((field) => (field.name === name ? { ...field, type: ['null', 'bytes'] } : field)),
});

/**
 * From JSON to what Kafka stores, or to all that is wrong with it: parsed, or as bytes. Compiled once per stream; never
 * throws. Of bytes, a stream with a `rest` field keeps all its unknown fields as they were written (numbers of any
 * length, keys that come twice), and only what it knows is parsed.
 */
export function createEventReaders(stream: StreamDefinition): {
  read: EventReader;
  readBytes: EventBytesReader;
} {
  const { schema, json: form, topic, key, time } = stream;
  const { rest } = form;
  const readJson = createJsonReader<Fields>(schema, form);
  const check = createEventCheck(stream);
  const codec = createCodec<Fields>(rest === undefined ? schema : asBytes(schema, rest));
  const known = schema.fields.map(({ name }) => name).filter((name) => name !== rest);
  const scan = rest === undefined ? undefined : createObjectScanner(known);

  function encode(event: Fields, { schemaId, run, headers, nowMs }: ReadContext): ReadEvent {
    const problems = check(event);
    if (problems.length > 0) return refused('invalid', problems);
    const value = codec.encodeWire(schemaId, event);
    const keyBytes = Buffer.from(String(event[key]));
    if (value.length > maxEventBytes || value.length + keyBytes.length + 1_000 > maxRecordBytes) {
      return refused('too_large', [{ path: '', message: tooLargeMessage }]);
    }
    const timeMs = Number(event[time]);
    return {
      ok: true,
      event: { topic, key: keyBytes, value, headers },
      timeMs,
      warning: windowWarning(stream, timeMs, run, nowMs),
    };
  }

  function read(json: unknown, context: ReadContext): ReadEvent {
    try {
      const reading = readJson(json);
      if (!reading.ok) return refused('invalid', reading.errors);
      const { event } = reading;
      if (rest !== undefined && typeof event[rest] === 'string') event[rest] = Buffer.from(event[rest]);
      return encode(event, context);
    } catch (error) {
      // Only input can do this: JSON nested so deeply that writing it out again overflows the stack.
      if (error instanceof RangeError)
        return refused('invalid', [{ path: '', message: 'is nested too deeply' }]);
      throw error;
    }
  }

  function readBytes(bytes: Buffer, context: ReadContext): ReadEvent {
    if (bytes.length > maxEventBytes) {
      return refused('too_large', [{ path: '', message: tooLargeMessage }]);
    }
    const text = hasByteOrderMark(bytes) ? bytes.subarray(3) : bytes;
    const scanned = scan !== undefined && isUtf8(text) ? scan(text) : undefined;
    if (scanned === undefined || rest === undefined) {
      const parsed = parseJson(bytes);
      if (!parsed.ok) return refused('not_json', [{ path: '', message: parsed.message }]);
      return read(parsed.value, context);
    }
    const json: Fields = {};
    for (let index = 0; index < known.length; index += 1) {
      const span = scanned.values[index];
      if (span === undefined) continue;
      json[known[index] ?? ''] = JSON.parse(text.toString('utf8', span.start, span.end));
    }
    const reading = readJson(json);
    if (!reading.ok) return refused('invalid', reading.errors);
    reading.event[rest] = scanned.rest;
    return encode(reading.event, context);
  }

  return { read, readBytes };
}
