/** The settings in a `.env` file: `NAME=value` lines, `#` comments, quotes around a value if wanted. */
export function parseEnvFile(text: string): Record<string, string>;

/**
 * Puts the settings of the one `.env` file, at the root of the repository, into the environment, from whatever folder a
 * program was started. What the environment has already stays, an empty value too. `WEIR_ENV_FILE` names another file, or
 * `none`. Without the file nothing happens; throws when it cannot be read.
 */
export function loadEnvFile(env?: Record<string, string | undefined>, script?: string): void;
