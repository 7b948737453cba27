// Plain JavaScript, because `npm start` reads the file too, before any package is installed.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The settings in a `.env` file: `NAME=value` lines, `#` comments, quotes around a value if wanted.
 * (Node's own reader came with 20.12.)
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function parseEnvFile(text) {
  const settings = {};
  for (const line of text.split('\n')) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match) continue;
    const [, name, value] = match;
    const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(value);
    settings[name] = quoted ? quoted[2] : value.replace(/(^|\s+)#.*$/, '');
  }
  return settings;
}

/** The `.env` file at the root of the repository that a script is in; undefined outside of one, as in an image. */
function fileFor(script) {
  for (let folder = dirname(realpathSync(script)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return join(folder, '.env');
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Puts the settings of the one `.env` file, at the root of the repository, into the environment, from whatever folder a
 * program was started. What the environment has already stays, an empty value too. `WEIR_ENV_FILE` names another file, or
 * `none`. Without the file nothing happens; throws when it cannot be read.
 * @param {Record<string, string | undefined>} env
 * @param {string | undefined} script the program
 */
export function loadEnvFile(env = process.env, script = process.argv[1]) {
  const file =
    env.WEIR_ENV_FILE || (script !== undefined && existsSync(script) ? fileFor(script) : undefined);
  if (file === undefined || file === 'none' || !existsSync(file)) return;
  for (const [name, value] of Object.entries(parseEnvFile(readFileSync(file, 'utf8')))) env[name] ??= value;
}
