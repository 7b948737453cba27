import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceFolder } from '@weir/local';
import { fireStack } from '../support/fire-stack.ts';

// Requests that schemathesis makes from the gateway's own OpenAPI document: good ones, nearly good ones, nonsense. Only in the
// long run: it installs a Python package and takes minutes.
const soak = process.env['WEIR_SOAK'] === '1';
const folder = join(workspaceFolder, '.weir/fuzz');
const program = join(folder, 'bin/schemathesis');
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 180);

/** Installs schemathesis into a folder of its own; says why if this machine cannot. */
function missing(): string | undefined {
  if (!soak) return 'only in npm run test:soak';
  if (existsSync(program)) return undefined;
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', 'schemathesis==4.32.5'], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `needs Python 3 with venv and the package schemathesis: ${String(error).slice(0, 200)}`;
  }
}

const why = missing();
if (soak && why !== undefined) console.warn(`fuzzing is left out: ${why}`);

const checks = [
  'no_unexpected_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'missing_required_header',
  'unsupported_method',
  'allow_header_conformance',
];

(why === undefined ? test : test.skip)(
  'requests from the OpenAPI document: no server error, no answer outside of it',
  async () => {
    const fire = await fireStack();
    try {
      const gateway = await fire.gateway();
      const args = [
        ...[
          'run',
          `${gateway.url}/openapi.json`,
          '--checks',
          checks.join(','),
          '--max-time',
          String(seconds),
        ],
        ...[
          '--phases',
          'examples,coverage,fuzzing',
          '--workers',
          '2',
          '--continue-on-failure',
          '--warnings',
          'off',
        ],
        ...['--suppress-health-check', 'all', '--request-timeout', '30'],
      ];
      const env = { ...process.env, SCHEMATHESIS_HOOKS: 'fuzz', PYTHONPATH: __dirname };
      const child = spawn(program, args, { env, cwd: folder });
      const output: string[] = [];
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => output.push(String(chunk)));
      const code = await new Promise((resolve) => child.once('close', resolve));
      const text = output.join('');
      if (code !== 0) throw new Error(text.slice(-20_000));
      expect(text).toMatch(/Tested: +\d+/);
      expect(gateway.logs()).not.toMatch(/unexpected error/);
    } finally {
      await fire.stop();
    }
  },
);
