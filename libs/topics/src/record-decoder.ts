import type { Registry } from '@weir/kafka';
import { createCodec, toJson, wireFormat } from '@weir/schemas';

/** A record's value for people: JSON where it can be read, else its bytes and why they cannot be. */
export type DecodedValue =
  | { readonly kind: 'avro'; readonly schemaId: number; readonly value: Record<string, unknown> }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly hex: string; readonly error: string };

export type DecodeValue = (bytes: Buffer | null) => Promise<DecodedValue>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Long enough to see what it is. */
const mostHexBytes = 512;

function undecodable(bytes: Buffer, error: string): DecodedValue {
  const hex = bytes.toString('hex', 0, mostHexBytes);
  return { kind: 'bytes', hex: bytes.length > mostHexBytes ? `${hex}…` : hex, error };
}

function decodeText(bytes: Buffer): DecodedValue {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return undecodable(bytes, 'neither Avro in Confluent wire format nor UTF-8 text');
  }
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'text', value: text };
  }
}

/**
 * Decodes Avro with the schema that each record was written with; raw JSON and text (`<stream>.in`, dead letters) pass
 * as they are. Never fails: one bad record must not keep anybody from seeing the next.
 */
export function createRecordDecoder(registry: Pick<Registry, 'schemaById'>): DecodeValue {
  const decoders = new Map<number, (bytes: Buffer) => Record<string, unknown>>();

  async function decoderOf(schemaId: number) {
    const known = decoders.get(schemaId);
    if (known !== undefined) return known;
    const schema = await registry.schemaById(schemaId);
    const codec = createCodec<Record<string, unknown>>(schema);
    const decoder = (bytes: Buffer) => toJson(schema, codec.decode(bytes, wireFormat.bodyStart));
    decoders.set(schemaId, decoder);
    return decoder;
  }

  return async (bytes) => {
    if (bytes === null) return { kind: 'none' };
    const schemaId = wireFormat.readSchemaId(bytes);
    if (schemaId === undefined) return decodeText(bytes);
    try {
      return { kind: 'avro', schemaId, value: (await decoderOf(schemaId))(bytes) };
    } catch (error) {
      return undecodable(bytes, error instanceof Error ? error.message : String(error));
    }
  };
}
