import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type nextServer from 'next';

/** What `next build` leaves (`output: 'standalone'`): the pages and only the packages that they need. */
const standalone = fileURLToPath(new URL('../.next/standalone/apps/dashboard', import.meta.url));

/** Next as a request handler over the build beside this bundle. */
export async function loadPages(hostname: string, port: number) {
  const filesFile = join(standalone, '.next/required-server-files.json');
  if (!existsSync(filesFile)) throw new Error('it is not built; run `npx nx build dashboard` first');
  const { config } = JSON.parse(readFileSync(filesFile, 'utf8')) as { config: object };
  // Both are read while Next is loaded. Its settings are those of the build: next.config.mjs is not in that folder.
  Object.assign(process.env, {
    NODE_ENV: 'production',
    __NEXT_PRIVATE_STANDALONE_CONFIG: JSON.stringify(config),
  });
  // Next from that folder too: the pages there use its copy, and there must be only one.
  const next = createRequire(filesFile)('next') as typeof nextServer;
  const app = next({ dev: false, dir: standalone, hostname, port });
  await app.prepare();
  return app.getRequestHandler();
}
