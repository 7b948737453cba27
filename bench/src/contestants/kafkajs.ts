import { join } from 'node:path';
import { peer, peerFolder } from './peer.ts';

/** The client's ceiling: nothing but reading, decoding and counting. */
export const bareKafkajs = peer({
  name: 'kafkajs',
  title: 'bare kafkajs loop, no guarantee',
  about: 'eachBatch with avsc and Maps; a crash loses what open windows held',
  prepare: async () => undefined,
  command: () => ({ command: process.execPath, args: [join(peerFolder('kafkajs'), 'main.mjs')] }),
});
