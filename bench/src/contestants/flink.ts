import { javaPeer } from './java-peer.ts';

/** What Flink needs opened in a modular JVM (its own start script sets the same). */
const opens = ['java.base/java.lang', 'java.base/java.util', 'java.base/java.time', 'java.base/java.net'];

const flink = (
  name: string,
  title: string,
  guarantee: { CHECKPOINT_MODE: string; DELIVERY: string },
  about: string,
) =>
  javaPeer({
    name,
    title,
    about: `${about}; local MiniCluster, parallelism 2, checkpoints every 500 ms; publishes closed windows only`,
    sources: 'flink',
    mainClass: 'weir.bench.FrameWindows',
    jvm: ['-Xmx2g', ...opens.flatMap((name) => ['--add-opens', `${name}=ALL-UNNAMED`])],
    env: guarantee,
  });

export const flinkAtLeastOnce = flink(
  'flink',
  'Flink 2.2 SQL, at least once',
  { CHECKPOINT_MODE: 'AT_LEAST_ONCE', DELIVERY: 'at-least-once' },
  'state exact to the checkpoint, output may come twice',
);

export const flinkExactlyOnce = flink(
  'flink-eos',
  'Flink 2.2 SQL, exactly once',
  { CHECKPOINT_MODE: 'EXACTLY_ONCE', DELIVERY: 'exactly-once' },
  'transactional sink',
);
