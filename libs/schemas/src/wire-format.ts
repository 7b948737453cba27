/** Where the Avro body begins: after the magic byte and the schema id. */
export const bodyStart = 5;

/** Confluent wire format: 0x00, the schema id as a big-endian int32, then the Avro body. */
export function writeHeader(bytes: Buffer, schemaId: number): void {
  bytes[0] = 0;
  bytes.writeInt32BE(schemaId, 1);
}

/** The schema id of a record in wire format; undefined when it is not in wire format at all. */
export function readSchemaId(bytes: Buffer): number | undefined {
  return bytes.length >= bodyStart && bytes[0] === 0 ? bytes.readInt32BE(1) : undefined;
}

/** How records in wire format are read; `Codec.encodeWire` writes them. */
export const wireFormat = { bodyStart, readSchemaId };
