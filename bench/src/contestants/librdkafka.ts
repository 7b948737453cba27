import { peer } from './peer.ts';
import { pythonPeer } from './python-peer.ts';

const { prepare, command } = pythonPeer('librdkafka');

/** Python with confluent-kafka and fastavro, in a virtual environment. */
export const pythonLibrdkafka = peer({
  name: 'python',
  title: 'Python + librdkafka, no guarantee',
  about:
    'confluent-kafka in batches of 10,000, fastavro, dicts and sets; a crash loses what open windows held',
  prepare,
  command: () => command(),
});
