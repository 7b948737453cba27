import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from './program.ts';

// Both this file and its bundle lie two folders below the root. What the environment already has wins.
const envFile = fileURLToPath(new URL('../../../.env', import.meta.url));
if (existsSync(envFile)) (await import('dotenv')).config({ path: envFile });

// `weir tail … | head` closes the pipe: that is an end, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

await runCommandLine(process.argv);
