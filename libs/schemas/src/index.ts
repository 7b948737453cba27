export {
  fieldOf,
  resolveType,
  type AvroField,
  type AvroRecord,
  type AvroType,
  type ResolvedType,
} from './avro-schema.ts';
export { avroType, createCodec, createProjection, type Codec } from './codec.ts';
export { decimalFromBytes, decimalToBytes, formatDecimal, parseDecimal } from './decimal.ts';
export { parseEventTime } from './event-time.ts';
export { createJsonReader, type FieldError, type JsonForm, type Reading } from './json-reader.ts';
export { toJsonSchema } from './json-schema.ts';
export { createObjectScanner, scanArray, type ScannedObject, type Span } from './json-scan.ts';
export { toJson } from './to-json.ts';
export { wireFormat } from './wire-format.ts';
export * from './generated/index.ts';
