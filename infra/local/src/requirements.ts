import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StackError } from './stack-error.ts';

const run = promisify(execFile);
const oldestJava = 17;

const packageManagers = [
  {
    binary: '/usr/bin/apt-get',
    java: 'sudo apt-get install -y openjdk-17-jre-headless',
    maven: 'sudo apt-get install -y maven',
  },
  {
    binary: '/usr/bin/dnf',
    java: 'sudo dnf install -y java-17-openjdk-headless',
    maven: 'sudo dnf install -y maven',
  },
  { binary: '/usr/bin/pacman', java: 'sudo pacman -S jre17-openjdk-headless', maven: 'sudo pacman -S maven' },
  { binary: '/sbin/apk', java: 'sudo apk add openjdk17-jre-headless', maven: 'sudo apk add maven' },
  { binary: '/opt/homebrew/bin/brew', java: 'brew install openjdk@17', maven: 'brew install maven' },
  { binary: '/usr/local/bin/brew', java: 'brew install openjdk@17', maven: 'brew install maven' },
];

/** "Install it with … or run everything in Docker": the second half of every message about a missing program. */
export function howToInstall(what: 'java' | 'maven', exists: (path: string) => boolean = existsSync): string {
  const manager = packageManagers.find(({ binary }) => exists(binary));
  const product = what === 'java' ? 'Eclipse Temurin' : 'Apache Maven';
  const install = manager ? `with \`${manager[what]}\`` : `from the site of ${product}`;
  return `install it ${install}, or use Docker instead: npm start -- --docker`;
}

/** The major version in what `java -version` prints: 17 for `openjdk version "17.0.15"`, 8 for `"1.8.0_402"`. */
export function javaMajor(printed: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(printed);
  return match ? Number(match[1]) : undefined;
}

/** The Java to run, from JAVA_HOME or the path. Rejects with one line when it is missing or too old. */
export async function requireJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const home = env['JAVA_HOME'];
  const java = home && existsSync(join(home, 'bin/java')) ? join(home, 'bin/java') : 'java';
  const printed = await run(java, ['-version'], { env }).then(
    ({ stderr }) => stderr,
    () => '',
  );
  const major = javaMajor(printed);
  if (major === undefined)
    throw new StackError(`Java is missing (${oldestJava} or newer): ${howToInstall('java')}`);
  if (major < oldestJava) {
    throw new StackError(
      `Java ${major} is too old (${oldestJava} or newer is needed): ${howToInstall('java')}`,
    );
  }
  return java;
}

/** Rejects with one line when `mvn` cannot be run. */
export async function requireMaven(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  await run('mvn', ['--version'], { env }).catch(() => {
    throw new StackError(`Maven is missing (it fetches Kafka and the registry): ${howToInstall('maven')}`);
  });
}
