import { withInSync, wrongConfigs } from './provision-topics.ts';

const spec = { topic: 't', partitions: 1, configs: { 'retention.ms': '1' } };
const inSync = (replicationFactor: number) =>
  withInSync({ ...spec, replicationFactor }).configs?.['min.insync.replicas'];

test('of three replicas two must have a record; with fewer, or as the broker likes, nothing is asked', () => {
  expect([-1, 1, 2, 3, 5].map(inSync)).toEqual([undefined, undefined, undefined, '2', '2']);
});

test('only what differs is set', () => {
  const present = {
    topic: 't',
    partitions: 1,
    replicationFactor: 3,
    configs: { 'retention.ms': '1', 'min.insync.replicas': '1' },
    ownConfigs: {},
  };
  expect(wrongConfigs(withInSync({ ...spec, replicationFactor: 3 }), present)).toEqual({
    'min.insync.replicas': '2',
  });
});
