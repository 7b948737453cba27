import { join } from 'node:path';
import { buildOnce, builtFolder } from './build-once.ts';
import type { Command } from './contestant.ts';
import { peerFolder } from './peer.ts';
import { runTool } from './run-tool.ts';

/** How a peer in Python is built and run: `main.py` in a virtual environment with what `requirements.txt` names. */
export const pythonPeer = (peer: string) => ({
  async prepare(say: (line: string) => void): Promise<void> {
    await buildOnce(peer, async (into) => {
      say(`${peer}: making a virtual environment …`);
      await runTool(peer, 'python3', ['-m', 'venv', into]);
      const requirements = join(peerFolder(peer), 'requirements.txt');
      const install = ['-m', 'pip', 'install', '--quiet', '-r', requirements];
      await runTool(peer, join(into, 'bin/python'), install);
    });
  },
  command: (env: Readonly<Record<string, string>> = {}): Command => ({
    command: join(builtFolder(peer), 'bin/python'),
    args: [join(peerFolder(peer), 'main.py')],
    env,
  }),
});
