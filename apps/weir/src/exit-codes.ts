/** What a script may rely on. */
export const exitCodes = { ok: 0, negative: 1, usage: 2, unreachable: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodesHelp = `
Exit codes: 0 done · 1 done, but something was rejected or is missing · 2 wrong usage or configuration · 3 a service
cannot be reached. Results go to stdout (as JSON with --json), progress and errors to stderr.`;
