import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvFile, parseEnvFile } from './env-file.mjs';

const folder = mkdtempSync(join(tmpdir(), 'weir-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('reads names and values, and skips comments', () => {
  const text = ['# ports', 'KAFKA_PORT=19092', ' export A = 1 # one', '# B=2', 'not a setting'].join('\n');
  expect(parseEnvFile(text)).toEqual({ KAFKA_PORT: '19092', A: '1' });
});

test('takes quotes off and keeps what is in them', () => {
  expect(parseEnvFile(`A="x # y"\nB='z'\nC=\nD=a#b`)).toEqual({ A: 'x # y', B: 'z', C: '', D: 'a#b' });
});

test('the file at the root of the repository is found from a program in it; what is set stays, empty values too', () => {
  const app = join(folder, 'apps/gateway/dist');
  mkdirSync(app, { recursive: true });
  for (const [name, text] of [
    ['nx.json', '{}'],
    ['.env', 'GATEWAY_PORT=14000\nLOG_LEVEL=debug\nWEIR_API_KEYS="a:b:*;c:d:*"\n'],
    ['apps/gateway/dist/main.js', ''],
    ['other.env', 'GATEWAY_PORT=15000\n'],
  ] as const)
    writeFileSync(join(folder, name), text);
  const loaded = (given: Record<string, string>) => {
    const env = { ...given };
    loadEnvFile(env, join(app, 'main.js'));
    return env;
  };
  expect(loaded({})).toEqual({ GATEWAY_PORT: '14000', LOG_LEVEL: 'debug', WEIR_API_KEYS: 'a:b:*;c:d:*' });
  expect(loaded({ GATEWAY_PORT: '1', LOG_LEVEL: '' })).toMatchObject({ GATEWAY_PORT: '1', LOG_LEVEL: '' });
  const other = { WEIR_ENV_FILE: join(folder, 'other.env') };
  expect(loaded(other)).toEqual({ ...other, GATEWAY_PORT: '15000' });
  expect(loaded({ WEIR_ENV_FILE: 'none' })).toEqual({ WEIR_ENV_FILE: 'none' });
});

test('outside of a repository there is none', () => {
  const env = {};
  const script = join(mkdtempSync(join(folder, 'image-')), 'main.js');
  writeFileSync(script, '');
  rmSync(join(folder, 'nx.json'));
  loadEnvFile(env, script);
  expect(env).toEqual({});
});
