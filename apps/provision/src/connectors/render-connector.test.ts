import { streams, streamsFromEnv } from '@weir/streams';
import { forCluster } from '../ddl/cluster.ts';
import { connectorsOf } from './connectors-of.ts';
import { renderConnector, type ConnectorPart } from './render-connector.ts';

const source = {
  brokers: ['a:9092', 'b:9092'],
  registryUrl: 'http://registry:8081',
  groupPrefix: 'weir-clickhouse',
};
const topics = { runs: 'runs', redrives: 'redrives', duplicates: 'duplicates' };
const render = (name: string, from = source, definitions = streams): ConnectorPart[] => {
  const connector = connectorsOf(definitions, topics).find((one) => one.name === name);
  if (connector === undefined) throw new Error(`no connector ${name}`);
  return renderConnector(connector, from);
};
const part = (parts: readonly ConnectorPart[], prefix: string): string =>
  parts.find(({ name }) => name.startsWith(prefix))?.create ?? '';

test('there is one connector per stream, and one each for windows, rejected, runs, redrives and duplicates', () => {
  expect(connectorsOf(streams, topics).map(({ name }) => name)).toEqual([
    ...streams.map(({ name }) => `events_${name}`),
    'windows',
    'rejected',
    'runs',
    'redrives',
    'duplicates',
  ]);
});

test('reading starts only when both ways out are there', () => {
  const order = render('events_frames').map(({ name }) => name.replace(/_events_frames_[0-9a-f]{8}$/, ''));
  expect(order).toEqual(['inbox', 'store', 'reject', 'queue', 'decode']);
});

test('the queue reads its topics in its own group, in Avro, and gives bad records as rows', () => {
  const queue = part(render('windows'), 'queue_');
  const topics = streams.flatMap(({ metrics }) => metrics.map(({ topic }) => topic)).join(',');
  expect(queue).toContain(`kafka_topic_list = '${topics}'`);
  expect(queue).toContain("kafka_broker_list = 'a:9092,b:9092'");
  expect(queue).toContain("kafka_group_name = 'weir-clickhouse-windows'");
  expect(queue).toContain("format_avro_schema_registry_url = 'http://registry:8081'");
  expect(queue).toContain("kafka_handle_error_mode = 'stream'");
  expect(queue).toContain('input_format_avro_allow_missing_fields = 1');
});

test('dead letters are read as the bytes that they are', () => {
  const queue = part(render('rejected'), 'queue_');
  expect(queue).toContain("kafka_format = 'RawBLOB'");
  expect(queue).not.toContain('registry');
});

test('a field with a default is read as nullable and filled in when it is stored', () => {
  const parts = render('events_transactions');
  expect(part(parts, 'queue_')).toContain('`currency` Nullable(String)');
  expect(part(parts, 'store_')).toContain("ifNull(`currency`, 'EUR') AS `currency`");
});

test('the same definition has the same names; another topic, broker or registry has others', () => {
  const names = (parts: ConnectorPart[]) => parts.map(({ name }) => name);
  const before = names(render('events_frames'));
  expect(names(render('events_frames'))).toEqual(before);
  expect(names(render('events_frames', { ...source, brokers: ['c:9092'] }))).not.toEqual(before);
  const renamed = streamsFromEnv({ TOPIC_FRAMES: 'other' });
  expect(names(render('events_frames', source, renamed))).not.toEqual(before);
  expect(names(render('events_transactions', source, renamed))).toEqual(names(render('events_transactions')));
});

test('a registry that is away stops the queue instead of emptying it into rejected', () => {
  expect(part(render('events_frames'), 'decode_')).toContain(
    "throwIf(position(_error, 'while fetching schema id')",
  );
});

test('an event that came twice is read from the topic that the environment names, its times as milliseconds', () => {
  const connector = connectorsOf(streams, { ...topics, duplicates: 'x.duplicates' }).find(
    ({ table }) => table === 'duplicates',
  );
  if (connector === undefined) throw new Error('no connector duplicates');
  const parts = renderConnector(connector, source);
  expect(part(parts, 'queue_')).toContain("kafka_topic_list = 'x.duplicates'");
  expect(part(parts, 'queue_')).toContain('`event_time` Int64');
  expect(part(parts, 'store_')).toContain("fromUnixTimestamp64Milli(`at`, 'UTC') AS `at`");
});

test('on a cluster every part is made on every server', () => {
  for (const connector of connectorsOf(streams, topics)) {
    for (const { create } of renderConnector(connector, source)) {
      expect(forCluster(create, 'main')).toMatch(/^CREATE [A-Z ]+`\w+` ON CLUSTER `main`/);
    }
  }
});

test('results in JSON are read as JSON, their times as numbers of milliseconds', () => {
  const connector = connectorsOf(streams, topics, 'json').find(({ name }) => name === 'windows');
  if (connector === undefined) throw new Error('no connector windows');
  const parts = renderConnector(connector, source);
  const queue = part(parts, 'queue_');
  expect(queue).toContain("kafka_format = 'JSONEachRow'");
  expect(queue).not.toContain('schema_registry');
  expect(queue).toContain('`window_start` Int64');
  expect(queue).not.toContain('DateTime64');
  expect(part(parts, 'store_')).toContain(
    "fromUnixTimestamp64Milli(`window_start`, 'UTC') AS `window_start`",
  );
});
