import { loadEnvFile } from '@weir/runtime/env-file';
import { runCommandLine } from './program.ts';

loadEnvFile();

// `weir tail … | head` closes the pipe: that is an end, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

await runCommandLine(process.argv);
