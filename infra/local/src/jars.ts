import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from './lock-file.ts';
import { openLogFile } from './log-file.ts';
import { requireJava, requireMaven } from './requirements.ts';
import { sleep } from './sleep.ts';
import { StackError } from './stack-error.ts';
import { localFile, workspaceFolder } from './workspace-folder.ts';

export interface Jars {
  /** Folder with Kafka's jars. */
  kafka: string;
  /** The registry's runnable jar. */
  registry: string;
}

type Log = (line: string) => void;

const downloads = join(workspaceFolder, '.weir/jars');
const logFile = join(workspaceFolder, '.weir/logs/jars.log');

/**
 * Kafka's and the registry's jars, fetched by Maven once per content of pom.xml. Whoever else fetches at the same
 * time is waited for. A folder counts as fetched only when it has its final name, so a broken download never does.
 */
export async function ensureJars(log: Log = () => undefined, signal?: AbortSignal): Promise<Jars> {
  const pom = localFile('pom.xml');
  const folder = join(downloads, createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12));
  if (!existsSync(folder)) {
    mkdirSync(downloads, { recursive: true });
    const release = await waitForLock(join(downloads, 'lock'), log);
    try {
      if (!existsSync(folder)) await fetchInto(folder, pom, log, signal);
    } finally {
      release();
    }
  }
  return {
    kafka: join(folder, 'kafka'),
    registry: join(folder, 'registry', registryJar(join(folder, 'registry'))),
  };
}

async function waitForLock(file: string, log: Log): Promise<() => void> {
  for (let attempts = 0; ; attempts++) {
    const lock = tryLock(file);
    if (lock.taken) return lock.release;
    if (attempts === 0) log(`process ${lock.by.pid} is fetching the jars, waiting for it`);
    await sleep(300);
  }
}

async function fetchInto(folder: string, pom: string, log: Log, signal?: AbortSignal): Promise<void> {
  await requireJava();
  await requireMaven();
  log('fetching Kafka and the schema registry with Maven (170 MB, once)');
  const staging = join(downloads, 'partial');
  const repository = join(downloads, 'm2');
  rmSync(staging, { recursive: true, force: true });
  await runMaven(['-f', pom, 'package', `-Dinto=${staging}`, `-Dmaven.repo.local=${repository}`], signal);
  registryJar(join(staging, 'registry'));
  renameSync(staging, folder);
  rmSync(repository, { recursive: true, force: true });
}

async function runMaven(args: string[], signal?: AbortSignal): Promise<void> {
  const output = openLogFile(logFile);
  const child = spawn('mvn', ['--batch-mode', '--no-transfer-progress', ...args], {
    stdio: ['ignore', output, output],
    ...(signal && { signal }),
  });
  closeSync(output);
  const code = await new Promise((resolve) =>
    child.once('exit', resolve).once('error', () => resolve('no answer')),
  );
  if (code !== 0)
    throw new StackError(`Maven could not fetch the jars: ${firstError(readFileSync(logFile, 'utf8'))}`);
}

/** Maven's first `[ERROR]` line of its last run, shortened. */
export function firstError(log: string): string {
  const lastRun = log.slice(Math.max(0, log.lastIndexOf('Scanning for projects')));
  const line = /^.*\[ERROR\] (.+)$/m.exec(lastRun)?.[1] ?? 'no reason given';
  return `${line.slice(0, 300)} (all of it in .weir/logs/jars.log)`;
}

function registryJar(folder: string): string {
  const jar = existsSync(folder)
    ? readdirSync(folder).find((name) => name.endsWith('-runner.jar'))
    : undefined;
  if (!jar) throw new StackError(`no registry in ${folder}: remove .weir/jars and start again`);
  return jar;
}
