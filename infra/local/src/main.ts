// The stack alone, for development: `npx nx serve local`, and what the apps' `serve` targets wait for.
import { resolve } from 'node:path';
import { givenServices } from './given-services.ts';
import { portsFromEnv } from './ports.ts';
import { StackError } from './stack-error.ts';
import { startStack } from './stack.ts';
import { terminalLine } from './terminal-line.ts';
import { untilToldToStop } from './until-told-to-stop.ts';
import { workspaceFolder } from './workspace-folder.ts';

try {
  const end = untilToldToStop(() => process.exit(130));
  const stack = await startStack({
    dataDir: resolve(workspaceFolder, process.env['WEIR_DATA'] || '.weir'),
    ports: portsFromEnv(process.env),
    given: givenServices(process.env),
    restartEnded: true,
    log: (line) => console.log(line),
    on: (event) => console.log(terminalLine(event, `127.0.0.1:${event.port}`)),
  });
  await end;
  await stack.stop();
} catch (error) {
  console.error(error instanceof StackError ? error.message : error);
  process.exit(1);
}
process.exit(0);
