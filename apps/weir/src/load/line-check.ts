import { createJsonReader, type FieldError } from '@weir/schemas';
import { createEventCheck, type StreamDefinition } from '@weir/streams';

/** What is wrong with a line; nothing when it is an event of the stream. */
export type LineCheck = (line: Buffer) => readonly FieldError[];

/**
 * The gateway's own rules (the same reader), applied here. Only to name lines that it has already refused: an answer
 * lists no more than 100 errors, but whoever mends a file needs every line number.
 */
export function createLineCheck(stream: StreamDefinition): LineCheck {
  const read = createJsonReader<Record<string, unknown>>(stream.schema, stream.json);
  const check = createEventCheck(stream);
  return (line) => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
    } catch (error) {
      return [
        { path: '', message: `is not JSON: ${error instanceof Error ? error.message : String(error)}` },
      ];
    }
    const reading = read(parsed);
    return reading.ok ? check(reading.event) : reading.errors;
  };
}
