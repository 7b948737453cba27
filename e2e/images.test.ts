import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { freePort, longRunningApps, workspaceFolder } from '@weir/local';
import { waitFor } from '@weir/testing';
import { variablesOf } from './support/app-variables.ts';
import { readStages, stageNamed, type CopyStep, type Stage } from './support/read-dockerfile.ts';

// The images, as far as they can be tested without Docker: their files are parsed, and what they copy is laid out in a
// folder as it would be in the image, and started there.
const nodeApps = ['gateway', 'aggregator', 'replayer', 'provision'] as const;
const images = [...nodeApps, 'dashboard'] as const;
type Image = (typeof images)[number];

const fileOf = (image: Image) =>
  `infra/docker/${image === 'dashboard' ? 'dashboard' : 'node-app'}.Dockerfile`;
const stagesOf = (image: Image) => readStages(fileOf(image), { APP: image });
const finalStage = (image: Image) => stageNamed(stagesOf(image), image === 'provision' ? image : 'app');

const inTree = new Set(
  execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: workspaceFolder, encoding: 'utf8' })
    .split('\n')
    .flatMap((file) => {
      const folders = file.split('/');
      return folders.map((_folder, index) => folders.slice(0, index + 1).join('/'));
    }),
);

/** What `nx build` makes for an image (nx.json: `build` has these outputs). */
const outputsOf = (image: Image) => [
  `apps/${image}/dist`,
  ...(image === 'dashboard' ? ['apps/dashboard/.next/standalone'] : []),
];

const inWorkspace = (path: string) => posix.relative('/weir', path);

/** Why a source cannot be copied; undefined when it can. */
function problemOf(image: Image, { from }: CopyStep, source: string): string | undefined {
  if (from === undefined) return inTree.has(source) ? undefined : `${source} is not in the repository`;
  const path = inWorkspace(source);
  const runs = stageNamed(stagesOf(image), from).runs.join('\n');
  if (from === 'packages') {
    const made = path === 'node_modules' ? 'npm ci' : `mkdir -p "${path}"`;
    return runs.replaceAll('$APP', image).includes(made) ? undefined : `nothing makes ${path} in ${from}`;
  }
  if (inTree.has(path)) return undefined;
  const isBuilt = outputsOf(image).includes(path) && /nx build (dashboard|"\$APP"|"\w+")/.test(runs);
  if (!isBuilt) return `${path} is neither in the repository nor built`;
  return existsSync(join(workspaceFolder, path)) ? undefined : `the build has left no ${path}`;
}

describe.each(images)('%s', (image) => {
  test('is built in stages from one pinned version of Node, and runs as somebody else than root', () => {
    const stages = stagesOf(image);
    expect(stages.length).toBeGreaterThan(2);
    const own = new Set(stages.map(({ name }) => name));
    const bases = new Set(stages.map(({ base }) => base).filter((base) => !own.has(base)));
    expect([...bases]).toEqual([expect.stringMatching(/^node:\d+\.\d+\.\d+-bookworm-slim$/)]);
    const { user, command, healthcheck, workdir } = finalStage(image);
    expect(user).toBe('node');
    expect(workdir).toBe(`/weir/apps/${image}`);
    expect(command).toEqual(['node', 'dist/main.js']);
    expect(healthcheck).toMatch(image === 'provision' ? /^NONE$/ : /"\/weir\/healthcheck\.mjs"/);
  });

  test('copies only what is in the repository or what its stages make', () => {
    const problems = stagesOf(image)
      .filter(({ name }) => name === finalStage(image).name || name === 'app')
      .flatMap(({ copies }) =>
        copies.flatMap((step) => step.sources.map((source) => problemOf(image, step, source))),
      );
    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
  });

  test('sets no variable that the app does not read', () => {
    const known = variablesOf(image);
    // One image serves several apps: the folder of data is for the one that has data.
    const own = Object.keys(finalStage(image).env).filter((name) => name !== 'WEIR_DATA');
    if (image !== 'provision') expect(own.filter((name) => !known.has(name))).toEqual([]);
  });
});

test('all images are of the same Node, new enough for the packages', () => {
  const versions = new Set(images.map((image) => stagesOf(image)[0]?.base));
  expect(versions.size).toBe(1);
  const major = Number(/^node:(\d+)/.exec([...versions][0] ?? '')?.[1]);
  expect(major).toBeGreaterThanOrEqual(20);
});

test('secrets and what is built or installed here stay out of the context', () => {
  const ignored = readFileSync(join(workspaceFolder, '.dockerignore'), 'utf8').split('\n');
  expect(ignored).toEqual(
    expect.arrayContaining(['.env', '.git', '.weir', '**/node_modules', '**/dist', '**/.next']),
  );
});

/** The files of a stage in a folder, as the image has them under `/`. Packages are those that are installed here. */
function layOut(image: Image, { copies, workdir = '/' }: Stage): string {
  const folder = mkdtempSync(join(tmpdir(), `weir-image-${image}-`));
  for (const { from, sources, target } of copies) {
    for (const source of sources) {
      const local = from === undefined ? source : inWorkspace(source);
      const name = target.endsWith('/') ? join(target, posix.basename(source)) : target;
      const to = join(folder, posix.resolve(workdir, name));
      mkdirSync(dirname(to), { recursive: true });
      if (local !== 'node_modules') {
        if (existsSync(join(workspaceFolder, local)))
          cpSync(join(workspaceFolder, local), to, { recursive: true, verbatimSymlinks: true });
      } else symlinkSync(join(workspaceFolder, local), to);
    }
  }
  return folder;
}

const nowhere = {
  KAFKA_BROKERS: '127.0.0.1:9',
  SCHEMA_REGISTRY_URL: 'http://127.0.0.1:9',
  CLICKHOUSE_URL: 'http://127.0.0.1:9',
};

describe('what is in an image is enough', () => {
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  const laidOut = (image: Image) => {
    const folder = layOut(image, finalStage(image));
    folders.push(folder);
    return { folder, cwd: join(folder, 'weir/apps', image) };
  };

  test.each(['gateway', 'replayer', 'dashboard'] as const)(
    '%s starts, and its health check says so',
    async (app) => {
      const { folder, cwd } = laidOut(app);
      const port = await freePort();
      const { command = [], env } = finalStage(app);
      const own = {
        ...env,
        ...nowhere,
        WEIR_HOST: '127.0.0.1',
        WEIR_DATA: folder,
        [longRunningApps[app].env]: `${port}`,
      };
      const environment = { PATH: process.env['PATH'], HOME: folder, ...own };
      const isHealthy = () =>
        new Promise<boolean>((resolve) => {
          const check = spawn(process.execPath, [join(folder, 'weir/healthcheck.mjs')], {
            cwd,
            env: environment,
          });
          check.on('close', (code) => resolve(code === 0));
        });
      expect(await isHealthy()).toBe(false);
      const child = spawn(process.execPath, command.slice(1), { cwd, env: environment });
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
      const ended = new Promise((resolve) => child.on('close', resolve));
      try {
        await waitFor(isHealthy, { timeoutMs: 60_000, what: `${app} to be healthy` }).catch(
          (error: Error) => {
            throw new Error(`${error.message}\n${said}`);
          },
        );
        if (app === 'dashboard') {
          const page = await fetch(`http://127.0.0.1:${port}/`);
          const script = /src="(\/_next\/static\/[^"]+\.js)"/.exec(await page.text())?.[1];
          expect((await fetch(`http://127.0.0.1:${port}${script}`)).status).toBe(200);
        }
      } finally {
        child.kill('SIGKILL');
        await ended;
      }
    },
    120_000,
  );

  test('the aggregator starts as far as it can without a registry', () => {
    const { folder, cwd } = laidOut('aggregator');
    const { status, stdout } = spawnSync(process.execPath, ['dist/main.js'], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: folder, NODE_ENV: 'production', ...nowhere },
      encoding: 'utf8',
    });
    expect(stdout).toContain('could not start: schema registry http://127.0.0.1:9');
    expect(status).toBe(1);
  }, 120_000);

  test('provision finds its migrations', () => {
    const { folder, cwd } = laidOut('provision');
    expect(execFileSync(process.execPath, ['dist/main.js', '--help'], { cwd, encoding: 'utf8' })).toContain(
      'Usage',
    );
    const migrations = readdirSync(join(workspaceFolder, 'infra/clickhouse'));
    expect(readdirSync(join(folder, 'weir/infra/clickhouse')).sort()).toEqual(migrations.sort());
  });
});
