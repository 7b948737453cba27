import { createHash } from 'node:crypto';
import { identifier, literal } from '@weir/clickhouse';
import type { Column } from '../ddl/event-columns.ts';
import type { Connector, KafkaSource, Projection } from './connector.ts';
import { header, origin, streamOfRecord, virtualColumns } from './virtual-columns.ts';

/** A table or view of a connector. */
export interface ConnectorPart {
  readonly name: string;
  /** CREATE … IF NOT EXISTS, with the placeholders of `forCluster`. */
  readonly create: string;
}

/** What every name of a connector's tables and views starts with. The order is the one in which they are dropped. */
export const connectorPrefixes = ['queue_', 'decode_', 'store_', 'reject_', 'inbox_'] as const;

/**
 * Flush every 0.2 s and look again after 0.05 s: a row is visible after 0.4 s on average, 1 s at most. One consumer and small
 * blocks keep a queue at a few dozen MB. Errors come as rows (`stream`), so that a bad record stops nothing.
 */
const queueSettings = {
  kafka_flush_interval_ms: 200,
  kafka_poll_timeout_ms: 50,
  kafka_consumer_reschedule_ms: 50,
  kafka_max_block_size: 16_384,
  kafka_num_consumers: 1,
  kafka_thread_per_consumer: 0,
  kafka_handle_error_mode: 'stream',
} as const;

const formatSettings = (format: Connector['format'], registryUrl: string) => {
  if (format === 'raw') return { kafka_format: 'RawBLOB' };
  if (format === 'json') return { kafka_format: 'JSONEachRow' };
  return {
    kafka_format: 'AvroConfluent',
    format_avro_schema_registry_url: registryUrl,
    // Events that are older than a column have no such field: it reads as null, then as its default.
    input_format_avro_allow_missing_fields: 1,
  };
};

/** A column with a default is read as nullable: the Kafka engine takes no defaults, the projection fills them in. */
const queueColumn = ({ name, type, default: fallback }: Column): string => {
  const plain = type.replace(/^LowCardinality\((.*)\)$/, '$1');
  return `${identifier(name)} ${fallback === undefined ? plain : `Nullable(${plain})`}`;
};

const valueOf = ({ name, default: fallback }: Column): string =>
  fallback === undefined ? identifier(name) : `ifNull(${identifier(name)}, ${fallback})`;

/** The projection that stores a column of the record under its own name. */
export const sameColumn = (column: Column): Projection => ({
  column: column.name,
  expression: valueOf(column),
});

const columnList = (lines: readonly string[]): string =>
  `(\n${lines.map((line) => `    ${line}`).join(',\n')}\n)`;

const select = (projections: readonly Projection[]): string =>
  `SELECT\n${projections.map(({ column, expression }) => `    ${expression} AS ${identifier(column)}`).join(',\n')}`;

const settings = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `    ${name} = ${typeof value === 'number' ? value : literal(value)}`)
    .join(',\n');

/**
 * A registry that is away must stop a queue, not empty it into `rejected`: ClickHouse reports the failed look-up of a
 * schema as if the record were bad. Only "there is no such schema" (40403 in Confluent's API) is the record's fault.
 */
const registryAnswered =
  "throwIf(position(_error, 'while fetching schema id') > 0 AND position(_error, '40403') = 0, " +
  "'the schema registry does not answer; reading again') = 0";

function rejectProjections({ streamOfTopic }: Connector): Projection[] {
  return [
    { column: 'stream', expression: streamOfRecord(streamOfTopic) },
    { column: 'reason', expression: "'undecodable'" },
    { column: 'detail', expression: '`_error`' },
    { column: 'origin', expression: origin },
    { column: 'run_id', expression: header('run') },
    { column: 'key', expression: '`_key`' },
    { column: 'at', expression: '`_appended_at`' },
    { column: 'payload', expression: '`_raw_message`' },
    ...['_topic', '_partition', '_offset', '_appended_at'].map((column) => ({
      column,
      expression: identifier(column),
    })),
  ];
}

/** The parts for a suffix, in the order in which they must be created: reading starts with the last one. */
function partsFor(connector: Connector, source: KafkaSource, suffix: string): ConnectorPart[] {
  const { name, columns, topics, format, table, projections } = connector;
  const [queue, decode, store, reject, inbox] = connectorPrefixes.map(
    (prefix) => `${prefix}${name}${suffix}`,
  ) as [string, string, string, string, string];
  const own = columns.map(queueColumn);
  const passed = [
    ...columns.map(({ name: column }) => ({ column, expression: identifier(column) })),
    ...virtualColumns.map(({ name: column, expression }) => ({ column, expression })),
  ];
  const view = (viewName: string, target: string, query: string): ConnectorPart => ({
    name: viewName,
    create: `CREATE MATERIALIZED VIEW IF NOT EXISTS ${identifier(viewName)}{{on_cluster}} TO ${identifier(target)} AS\n${query}`,
  });
  return [
    {
      name: inbox,
      create: `CREATE TABLE IF NOT EXISTS ${identifier(inbox)}{{on_cluster}}\n${columnList([
        ...own,
        ...virtualColumns.map((column) => `${identifier(column.name)} ${column.type}`),
      ])}\nENGINE = Null`,
    },
    view(store, table, `${select(projections)}\nFROM ${identifier(inbox)}\nWHERE _error = ''`),
    view(
      reject,
      'rejected',
      `${select(rejectProjections(connector))}\nFROM ${identifier(inbox)}\nWHERE _error != ''`,
    ),
    {
      name: queue,
      create: `CREATE TABLE IF NOT EXISTS ${identifier(queue)}{{on_cluster}}\n${columnList(own)}\nENGINE = Kafka\nSETTINGS\n${settings(
        {
          kafka_broker_list: source.brokers.join(','),
          kafka_topic_list: topics.join(','),
          kafka_group_name: `${source.groupPrefix}-${name}`,
          kafka_client_id: `${source.groupPrefix}-${name}`,
          ...source.security,
          ...formatSettings(format, source.registryUrl),
          ...queueSettings,
        },
      )}`,
    },
    view(decode, inbox, `${select(passed)}\nFROM ${identifier(queue)}\nWHERE ${registryAnswered}`),
  ];
}

/**
 * The tables and views of a connector: queue (Kafka engine) → inbox (Null) → the table, or `rejected` for what cannot be
 * decoded. The inbox makes one entrance out of two views: it opens (`decode`) when both are there, so that no record
 * passes only one of them. Names end in a hash of the definition, so a changed connector is a new one beside the old,
 * and two that are made at once are the same one.
 */
export function renderConnector(connector: Connector, source: KafkaSource): ConnectorPart[] {
  const definition = JSON.stringify(partsFor(connector, source, ''));
  const hash = createHash('sha256').update(definition).digest('hex').slice(0, 8);
  return partsFor(connector, source, `_${hash}`);
}
