/** Where a command writes: its result to stdout, all that a person watches to stderr. */
export interface Output {
  /** The result: the object as one JSON line with `--json`, else the text. Goes to stderr when stdout carries data. */
  result(value: object, text: string): void;
  /** One line for the watcher. */
  note(text: string): void;
}

export function createOutput({
  json,
  stdoutIsData = false,
}: {
  json: boolean;
  stdoutIsData?: boolean;
}): Output {
  const target = stdoutIsData ? process.stderr : process.stdout;
  return {
    result: (value, text) => void target.write(`${json ? JSON.stringify(value) : text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}
