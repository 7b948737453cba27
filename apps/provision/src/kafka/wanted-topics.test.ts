import { streams } from '@weir/streams';
import { wrongConfigs } from './provision-topics.ts';
import { wantedSubjects } from './provision-subjects.ts';
import { wantedTopics } from './wanted-topics.ts';

const settings = {
  replicationFactor: 3,
  retentionMs: 86_400_000,
  dlqRetentionMs: 0,
  idempotencyWindowMs: 3_600_000,
  duplicatesTopic: 'duplicates',
};
const topics = wantedTopics(streams, settings);
const topic = (name: string) => topics.find((one) => one.topic === name);

test('every stream has its topics, and its metrics theirs', () => {
  for (const stream of streams) {
    const names = [stream.topic, stream.dlqTopic, ...stream.metrics.map((metric) => metric.topic)];
    for (const name of names) expect(topic(name)).toBeDefined();
    expect(topic(stream.topic)?.partitions).toBe(stream.partitions);
    if (stream.inTopic !== undefined) expect(topic(stream.inTopic)?.partitions).toBe(1);
  }
});

test('events are stamped by the broker and kept as long as is set; dead letters here for good', () => {
  expect(topic('frames')?.configs).toMatchObject({
    'message.timestamp.type': 'LogAppendTime',
    'retention.ms': '86400000',
  });
  expect(topic('frames.dlq')?.configs).toMatchObject({ 'retention.ms': '-1' });
});

test('results and runs are compacted, in one partition, on as many brokers as is set', () => {
  for (const name of ['runs', 'frames.users_1m']) {
    expect(topic(name)).toMatchObject({
      partitions: 1,
      replicationFactor: 3,
      configs: { 'cleanup.policy': 'compact' },
    });
  }
});

test('copies are told of once each, and kept no longer than dead letters', () => {
  const kept = wantedTopics(streams, { ...settings, dlqRetentionMs: 5 }).find(
    (one) => one.topic === 'duplicates',
  );
  expect(kept).toMatchObject({
    partitions: 1,
    configs: { 'cleanup.policy': 'compact,delete', 'retention.ms': '5' },
  });
});

test('every topic that holds Avro has a subject', () => {
  const avro = [
    'runs',
    ...streams.flatMap(({ topic: name, metrics }) => [name, ...metrics.map((one) => one.topic)]),
  ];
  const subjects = wantedSubjects(streams).map(({ subject }) => subject);
  expect(subjects.sort()).toEqual(avro.map((name) => `${name}-value`).sort());
});

test('only settings that differ are to be changed', () => {
  const wanted = { topic: 't', partitions: 1, configs: { 'retention.ms': '5', 'cleanup.policy': 'delete' } };
  const configs = { 'retention.ms': '7', 'cleanup.policy': 'delete', 'segment.bytes': '1' };
  const present = { topic: 't', partitions: 1, replicationFactor: 1, configs, ownConfigs: {} };
  expect(wrongConfigs(wanted, present)).toEqual({ 'retention.ms': '5' });
});
