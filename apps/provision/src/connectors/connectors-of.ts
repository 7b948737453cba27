import { runSchema, windowResultSchema } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';
import { eventColumns, schemaColumns, type Column } from '../ddl/event-columns.ts';
import { eventTableName } from '../ddl/event-table.ts';
import type { Connector, Projection } from './connector.ts';
import { sameColumn } from './render-connector.ts';
import { header, origin, streamOfRecord } from './virtual-columns.ts';

const where = ['_partition', '_offset', '_appended_at'].map((column) => ({
  column,
  expression: `\`${column}\``,
}));

function eventConnector(stream: StreamDefinition): Connector {
  const columns = eventColumns(stream.schema);
  return {
    name: `events_${stream.name}`,
    topics: [stream.topic],
    format: 'avro',
    columns,
    table: eventTableName(stream),
    projections: [...columns.map(sameColumn), { column: 'run_id', expression: header('run') }, ...where],
    streamOfTopic: { [stream.topic]: stream.name },
  };
}

export type WindowsFormat = 'avro' | 'json';

/** In JSON a time is a number of epoch ms, which only a number reads for sure. */
const timeType = /DateTime64\(3, 'UTC'\)/;
const inJson = (column: Column): Column => ({ ...column, type: column.type.replace(timeType, 'Int64') });
const fromJson = (column: Column): Projection =>
  timeType.test(column.type)
    ? { column: column.name, expression: `fromUnixTimestamp64Milli(\`${column.name}\`, 'UTC')` }
    : sameColumn(column);

/** One queue for the results of all metrics: what differs between them is in the record. */
function windowsConnector(streams: readonly StreamDefinition[], format: WindowsFormat): Connector {
  const columns = schemaColumns(windowResultSchema);
  const isJson = format === 'json';
  const pairs = streams.flatMap((stream) => stream.metrics.map(({ topic }) => [topic, stream.name] as const));
  return {
    name: 'windows',
    topics: pairs.map(([topic]) => topic),
    format,
    columns: isJson ? columns.map(inJson) : columns,
    table: 'windows',
    projections: [
      ...columns.map(isJson ? fromJson : sameColumn),
      { column: '_appended_at', expression: '`_appended_at`' },
    ],
    streamOfTopic: Object.fromEntries(pairs),
  };
}

function runsConnector(topic: string): Connector {
  const columns = schemaColumns(runSchema);
  return {
    name: 'runs',
    topics: [topic],
    format: 'avro',
    columns,
    table: 'runs',
    projections: [...columns.map(sameColumn), { column: 'updated_at', expression: '`_appended_at`' }],
    streamOfTopic: {},
  };
}

/** What the gateway notes of each dead letter that it stores again, as JSON. */
function redrivesConnector(topic: string): Connector {
  const columns = ['stream', 'origin', 'run_id', 'at'].map((name) => ({ name, type: 'String' }));
  return {
    name: 'redrives',
    topics: [topic],
    format: 'json',
    columns,
    table: 'redrives',
    projections: [
      ...columns.filter(({ name }) => name !== 'at').map(sameColumn),
      {
        column: 'at',
        expression: "ifNull(parseDateTime64BestEffortOrNull(`at`, 3, 'UTC'), `_appended_at`)",
      },
      { column: '_appended_at', expression: '`_appended_at`' },
    ],
    streamOfTopic: {},
  };
}

const instant = "DateTime64(3, 'UTC')";

/** What the aggregator tells of each event that came twice, as JSON. */
function duplicatesConnector(topic: string): Connector {
  const types = {
    stream: 'String',
    topic: 'String',
    partition: 'UInt64',
    offset: 'UInt64',
    run_id: 'String',
    id: 'String',
    event_time: instant,
    at: instant,
  };
  const columns = Object.entries(types).map(([name, type]) => ({ name, type }));
  return {
    name: 'duplicates',
    topics: [topic],
    format: 'json',
    columns: columns.map(inJson),
    table: 'duplicates',
    projections: [...columns.map(fromJson), { column: '_appended_at', expression: '`_appended_at`' }],
    streamOfTopic: {},
  };
}

/** The dlq topics hold any bytes; what is known of them is in the headers. */
function rejectedConnector(streams: readonly StreamDefinition[]): Connector {
  const streamOfTopic = Object.fromEntries(
    streams.flatMap(({ dlqTopic, inDlqTopic, name }) =>
      [dlqTopic, ...(inDlqTopic === undefined ? [] : [inDlqTopic])].map((topic) => [topic, name]),
    ),
  );
  return {
    name: 'rejected',
    topics: Object.keys(streamOfTopic),
    format: 'raw',
    columns: [{ name: 'payload', type: 'String' }],
    table: 'rejected',
    projections: [
      { column: 'stream', expression: streamOfRecord(streamOfTopic) },
      ...['reason', 'detail'].map((column) => ({ column, expression: header(column) })),
      { column: 'origin', expression: `if(${header('origin')} != '', ${header('origin')}, ${origin})` },
      { column: 'run_id', expression: header('run') },
      { column: 'key', expression: header('key') },
      {
        column: 'at',
        expression: `ifNull(parseDateTime64BestEffortOrNull(${header('at')}, 3, 'UTC'), \`_appended_at\`)`,
      },
      { column: 'payload', expression: '`payload`' },
      { column: '_topic', expression: '`_topic`' },
      ...where,
    ],
    streamOfTopic,
  };
}

/** Every connector that the registry of streams asks for. */
export function connectorsOf(
  streams: readonly StreamDefinition[],
  topics: { readonly runs: string; readonly redrives: string; readonly duplicates: string },
  windowsFormat: WindowsFormat = 'avro',
): Connector[] {
  return [
    ...streams.map(eventConnector),
    windowsConnector(streams, windowsFormat),
    rejectedConnector(streams),
    runsConnector(topics.runs),
    redrivesConnector(topics.redrives),
    duplicatesConnector(topics.duplicates),
  ];
}
