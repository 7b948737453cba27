import type { Contestant } from './contestant.ts';
import { peer } from './peer.ts';
import { pythonPeer } from './python-peer.ts';

const { prepare, command } = pythonPeer('frame-counter');

/** The frame counter that users of JSON topics had, written anew: Python, one process, frames in order only. */
const frameCounter = (
  options: Pick<Contestant, 'name' | 'title' | 'about'>,
  publishFrames: boolean,
): Contestant => {
  const counter = peer({
    ...options,
    prepare,
    command: (job) => command(publishFrames ? { OUTPUT_STREAM: `${job.output}.frames` } : {}),
  });
  return {
    ...counter,
    async provision(job) {
      await counter.provision(job);
      if (publishFrames)
        await job.stack.admin.createTopics([{ topic: `${job.output}.frames`, partitions: 6 }]);
    },
    readResults: async (job) =>
      new Map([...(await counter.readResults(job))].filter(([key]) => !key.startsWith('users_1s|'))),
  };
};

export const frameCounterMetrics = frameCounter(
  {
    name: 'counter',
    title: 'Python frame counter, metrics only',
    about: 'json and confluent-kafka; two numbers, no output of frames; a crash loses the open minute',
  },
  false,
);

export const frameCounterFrames = frameCounter(
  {
    name: 'counter-frames',
    title: 'Python frame counter, publishing each frame',
    about: 'the same, and every valid frame written to a topic as it came',
  },
  true,
);
