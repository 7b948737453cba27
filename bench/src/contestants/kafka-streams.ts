import { javaPeer } from './java-peer.ts';

const kafkaStreams = (name: string, title: string, guarantee: string, about: string) =>
  javaPeer({
    name,
    title,
    about: `${about}; 2 threads, in-memory stores with changelogs, record caches of 128 MB, commits every 500 ms`,
    sources: 'kafka-streams',
    mainClass: 'weir.bench.FrameWindows',
    jvm: ['-Xmx1g'],
    env: { GUARANTEE: guarantee },
    betweenStages: ({ group }) => [`${group}-second-repartition`, `${group}-minute-repartition`],
  });

export const kafkaStreamsAtLeastOnce = kafkaStreams(
  'kafka-streams',
  'Kafka Streams 4.3 DSL, at least once',
  'at_least_once',
  'may count twice after a crash',
);

export const kafkaStreamsExactlyOnce = kafkaStreams(
  'kafka-streams-eos',
  'Kafka Streams 4.3 DSL, exactly once',
  'exactly_once_v2',
  'transactions',
);
