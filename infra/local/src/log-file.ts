import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';

const rotateBytes = 10_000_000;

/** Opens `file` for a child's output, appending. A big one from earlier runs becomes `file.1` first. */
export function openLogFile(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > rotateBytes) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}

/** The last `lines` lines that are not empty. */
export function tailOfLog(file: string, lines = 5): string {
  if (!existsSync(file)) return '';
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, 8_192));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    const found = bytes
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return found.slice(-lines).join('\n');
  } finally {
    closeSync(descriptor);
  }
}

/** A line of a log as a person would tell it: the message of a JSON line, else the line itself. */
function messageIn(line: string): { text: string; isError: boolean } {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry === 'object' && entry !== null && 'msg' in entry && 'level' in entry) {
      return { text: String(entry.msg), isError: Number(entry.level) >= 50 };
    }
  } catch {
    // Not JSON: Java, ClickHouse, Next.
  }
  return { text: line.trim(), isError: /error|exception|fatal/i.test(line) };
}

/** Why a process ended, as far as the end of its log says: the last error in it, else its last line. */
export function reasonInLog(file: string): string {
  const lines = tailOfLog(file, 40).split('\n').map(messageIn);
  const reason = lines.findLast(({ isError }) => isError) ?? lines.at(-1);
  return reason?.text.slice(0, 300) ?? '';
}
