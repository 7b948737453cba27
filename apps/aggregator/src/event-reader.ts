import { UnknownSchema, type Registry } from '@weir/kafka';
import { createProjection, wireFormat } from '@weir/schemas';

type Fields = Record<string, unknown>;
type Decode = (bytes: Buffer, start: number) => Fields;

/** Why a record is no event: in words, for the dead letter. */
export interface Undecodable {
  readonly undecodable: string;
}

/**
 * Reads the fields that windows need from records in Confluent wire format, whatever version of the schema they were
 * written with.
 */
export interface EventReader {
  /** The fields, or why there are none. Returns a promise only for a schema id that was not seen before. */
  read(value: Buffer): Fields | Undecodable | Promise<Fields | Undecodable>;
}

export const isUndecodable = (result: Fields | Undecodable): result is Undecodable => 'undecodable' in result;

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function decodeSafely(decode: Decode, value: Buffer): Fields | Undecodable {
  try {
    return decode(value, wireFormat.bodyStart);
  } catch (error) {
    return { undecodable: reasonOf(error) };
  }
}

/** Decodes only `fields`. A registry that does not answer is an error (throws), not a property of the record. */
export function createEventReader(registry: Registry, fields: readonly string[]): EventReader {
  const decoders = new Map<number, Decode | Undecodable>();

  async function learn(schemaId: number): Promise<Decode | Undecodable> {
    try {
      const schema = await registry.schemaById(schemaId);
      const missing = fields.filter((name) => !schema.fields.some((field) => field.name === name));
      return missing.length === 0
        ? createProjection(schema, fields)
        : { undecodable: `schema id ${schemaId} (${schema.name}) has no field ${missing.join(', ')}` };
    } catch (error) {
      if (error instanceof UnknownSchema) return { undecodable: error.message };
      throw error;
    }
  }

  return {
    read(value) {
      const schemaId = wireFormat.readSchemaId(value);
      if (schemaId === undefined)
        return { undecodable: 'not in Confluent wire format (magic byte 0, schema id)' };
      const known = decoders.get(schemaId);
      if (typeof known === 'function') return decodeSafely(known, value);
      if (known !== undefined) return known;
      return learn(schemaId).then((learnt) => {
        // A schema may yet be registered under an id that is unknown today, so only what is known is kept.
        if (typeof learnt !== 'function') return learnt;
        decoders.set(schemaId, learnt);
        return decodeSafely(learnt, value);
      });
    },
  };
}
