import { existsSync, readFileSync } from 'node:fs';

/**
 * The settings in a `.env` file: `NAME=value` lines, `#` comments, quotes around a value if wanted.
 * (Node's own reader came with 20.12.)
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function parseDotenv(text) {
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

/** Puts a `.env` file's settings into the environment; what is set there already stays. */
export function loadDotenv(file, env = process.env) {
  if (!existsSync(file)) return;
  for (const [name, value] of Object.entries(parseDotenv(readFileSync(file, 'utf8')))) env[name] ??= value;
}
