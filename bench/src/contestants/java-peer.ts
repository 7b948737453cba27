import { join } from 'node:path';
import { benchFolder } from '../bench-stack.ts';
import { buildOnce, builtFolder } from './build-once.ts';
import type { Contestant } from './contestant.ts';
import { peer, peerFolder, type PeerOptions } from './peer.ts';
import { runTool } from './run-tool.ts';

export interface JavaPeerOptions extends Omit<PeerOptions, 'command' | 'prepare'> {
  /** Folder below bench/peers. */
  readonly sources: string;
  readonly mainClass: string;
  readonly jvm: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const quiet = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-Dorg.slf4j.simpleLogger.showDateTime=true'];

/** A peer on the JVM, built by Maven. */
export function javaPeer({ sources, mainClass, jvm, env = {}, ...rest }: JavaPeerOptions): Contestant {
  return peer({
    ...rest,
    async prepare(say) {
      await runTool(sources, 'java', ['-version']);
      await buildOnce(sources, (into) => {
        say(`${rest.name}: building with Maven …`);
        const settings = [`-Dinto=${into}`, `-Dmaven.repo.local=${join(benchFolder, 'm2')}`];
        const pom = join(peerFolder(sources), 'pom.xml');
        return runTool(sources, 'mvn', [
          '--batch-mode',
          '--no-transfer-progress',
          '-f',
          pom,
          'package',
          ...settings,
        ]);
      });
    },
    command: () => ({
      command: 'java',
      args: [...jvm, ...quiet, '-cp', `${builtFolder(sources)}/jars/*`, mainClass],
      env,
    }),
  });
}
