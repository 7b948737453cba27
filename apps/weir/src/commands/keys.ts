import { createHash, randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import { knownStream } from '../known-stream.ts';
import { createOutput } from '../output.ts';

interface KeysOptions {
  readonly streams?: string;
  readonly json?: true;
}

const create = (name: string, _options: KeysOptions, command: Command): void => {
  const { streams = '*', json } = command.optsWithGlobals<KeysOptions>();
  if (!/^[\w.-]{1,60}$/.test(name))
    throw usageError(`${name}: a name has at most 60 letters, digits, dots, dashes and underscores`);
  const allowed = streams === '*' ? '*' : streams.split(',').map((one) => knownStream(one.trim()).name);
  const key = `weir_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(key).digest('hex');
  const entry = `${name}:${hash}:${String(allowed)}`;
  createOutput({ json: json === true }).result(
    { key, entry },
    `key    ${key}\nentry  ${entry}\n\nGive the key to its holder; it is stored nowhere. Add the entry to the gateway's WEIR_API_KEYS (separated by ;) and restart it.`,
  );
};

const examples = `
Examples:
  $ weir keys new shop --streams receipts,orders
  $ WEIR_API_KEY=weir_… weir load events.jsonl --stream receipts

To replace a key, make another one of the same name: both work until the older entry is removed.`;

export function addKeysCommand(program: Command): void {
  const keys = program
    .command('keys')
    .summary('make an API key')
    .description('API keys of the gateway. It keeps only their hashes (WEIR_API_KEYS).')
    .option('--json', 'print JSON')
    .addHelpText('after', examples);
  keys
    .command('new')
    .description('make a key; nothing is stored, nothing is sent')
    .argument('<name>', 'who will hold it')
    .option('--streams <list>', 'streams that it may send to, separated by commas (default: all)')
    .action(create);
}
