import type { StreamDefinition } from '@weir/streams';
import { createEventReaders, type EventBytesReader, type EventReader } from './intake/event-reader.ts';

/** A stream as the gateway serves it. */
export interface ServedStream {
  readonly definition: StreamDefinition;
  readonly read: EventReader;
  readonly readBytes: EventBytesReader;
  /** The id under which its schema is registered; undefined until that is known. */
  schemaId: number | undefined;
}

/** The streams by name, compiled once. */
export const createStreamCatalog = (definitions: readonly StreamDefinition[]): Map<string, ServedStream> =>
  new Map(
    definitions.map((definition) => [
      definition.name,
      { definition, ...createEventReaders(definition), schemaId: undefined },
    ]),
  );
