import type { Column } from '../ddl/event-columns.ts';

/** Where ClickHouse, seen from its own network, finds Kafka and the registry, and how it reads them. */
export interface KafkaSource {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  /** Consumer groups are `<prefix>-<connector>`; two databases on one Kafka must not share them. */
  readonly groupPrefix: string;
  /** Settings of the Kafka engine for TLS and login. ClickHouse hides the password wherever it shows them. */
  readonly security?: Readonly<Record<string, string>>;
}

/** A value of the target table: `expression` over the columns of a record and the virtual columns. */
export interface Projection {
  readonly column: string;
  readonly expression: string;
}

/**
 * One way from Kafka topics into a table, derived from the registry of streams. It holds no data: its position is the
 * consumer group's, its rows are the table's. So it may be dropped and made again whenever its definition changes.
 */
export interface Connector {
  readonly name: string;
  readonly topics: readonly string[];
  /** `avro`: AvroConfluent with the registry. `json`: an object. `raw`: the record's bytes as one String column. */
  readonly format: 'avro' | 'json' | 'raw';
  /** What is read from the record's value. */
  readonly columns: readonly Column[];
  readonly table: string;
  readonly projections: readonly Projection[];
  /** Stream of each topic, to say whose record could not be decoded. */
  readonly streamOfTopic: Readonly<Record<string, string>>;
}
