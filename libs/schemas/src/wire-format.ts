/** Where the Avro body begins: after the magic byte and the schema id. */
export const bodyStart = 5;

/** Confluent wire format: 0x00, the schema id as a big-endian int32, the Avro body. */
export function encodeWire(schemaId: number, body: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(bodyStart + body.length);
  bytes[0] = 0;
  bytes.writeInt32BE(schemaId, 1);
  body.copy(bytes, bodyStart);
  return bytes;
}

/** The schema id of a record in wire format; undefined when it is not in wire format at all. */
export function readSchemaId(bytes: Buffer): number | undefined {
  return bytes.length >= bodyStart && bytes[0] === 0 ? bytes.readInt32BE(1) : undefined;
}

export const wireFormat = { bodyStart, encode: encodeWire, readSchemaId };
