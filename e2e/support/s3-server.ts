import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '@weir/local';
import { waitFor } from '@weir/testing';

/** A real S3-compatible server with one bucket that anybody may read. */
export interface S3Server {
  /** Of the bucket. */
  readonly url: string;
  put(key: string, content: string): Promise<void>;
  /** Every file below a folder, under its path. */
  putFolder(folder: string): Promise<void>;
  stop(): void;
}

/** s3rver in a process of its own: it makes its continuation tokens with DES, which OpenSSL 3 counts as legacy. */
export async function startS3(bucket: string): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'weir-s3-'));
  const port = await freePort();
  const main = join(dirname(createRequire(__filename).resolve('s3rver/package.json')), 'bin/s3rver.js');
  const options = ['--directory', folder, '--port', String(port), '--address', '127.0.0.1', '--silent'];
  const args = ['--openssl-legacy-provider', main, ...options, '--configure-bucket', bucket];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/${bucket}`;
  const isUp = () =>
    fetch(`${url}/?list-type=2`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitFor(isUp, { timeoutMs: 60_000 });
  const put = async (key: string, content: string) => {
    const answer = await fetch(`${url}/${key}`, { method: 'PUT', body: content });
    if (!answer.ok) throw new Error(`PUT ${key}: ${answer.status} ${await answer.text()}`);
  };
  return {
    url,
    put,
    async putFolder(from) {
      for (const name of readdirSync(from, { recursive: true, withFileTypes: true })) {
        if (!name.isFile()) continue;
        const path = join(name.parentPath ?? name.path, name.name);
        await put(path.slice(from.length + 1), readFileSync(path, 'utf8'));
      }
    },
    stop() {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
