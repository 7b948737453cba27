import { readFileSync } from 'node:fs';
import { processStartTime } from './process-start-time.ts';

/** A process as it is written down in a lock or pid file: its id and when it began. */
export interface ProcessMark {
  pid: number;
  startedAt: string;
}

export function markOf(pid: number): ProcessMark {
  return { pid, startedAt: processStartTime(pid) ?? '' };
}

export function isStillRunning({ pid, startedAt }: ProcessMark): boolean {
  return processStartTime(pid) === startedAt;
}

/** The mark in `file`; undefined when there is no such file or its text is not a mark. */
export function readMark(file: string): ProcessMark | undefined {
  try {
    const mark: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof mark !== 'object' || mark === null || !('pid' in mark) || !('startedAt' in mark))
      return undefined;
    const { pid, startedAt } = mark;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}
