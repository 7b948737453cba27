import { join } from 'node:path';
import { buildOnce, builtFolder } from './build-once.ts';
import { peer, peerFolder } from './peer.ts';
import { runTool } from './run-tool.ts';

const sources = 'librdkafka';

/** Python with confluent-kafka and fastavro, in a virtual environment. */
export const pythonLibrdkafka = peer({
  name: 'python',
  title: 'Python + librdkafka, no guarantee',
  about:
    'confluent-kafka in batches of 10,000, fastavro, dicts and sets; a crash loses what open windows held',
  prepare: async (say) => {
    await buildOnce(sources, async (into) => {
      say('python: making a virtual environment …');
      await runTool(sources, 'python3', ['-m', 'venv', into]);
      const requirements = join(peerFolder(sources), 'requirements.txt');
      await runTool(sources, join(into, 'bin/python'), [
        '-m',
        'pip',
        'install',
        '--quiet',
        '-r',
        requirements,
      ]);
    });
  },
  command: () => ({
    command: join(builtFolder(sources), 'bin/python'),
    args: [join(peerFolder(sources), 'main.py')],
  }),
});
