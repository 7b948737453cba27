import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { ConfigError } from '@weir/runtime';
import type { AlertState } from './advance-alert.ts';
import type { Owed } from './outbox.ts';

/** What must outlive the process, so that a firing alert is not told anew and an owed message is not forgotten. */
export interface AlertMemory {
  readonly version: 1;
  /** By the rule's name. */
  readonly states: Readonly<Record<string, AlertState & { readonly firedAtMs?: number }>>;
  readonly owed: readonly Owed[];
}

export const emptyMemory: AlertMemory = { version: 1, states: {}, owed: [] };

export interface MemoryFile {
  load(): AlertMemory;
  save(memory: AlertMemory): void;
}

/** Without a file, what is known ends with the process. */
export const noMemoryFile: MemoryFile = { load: () => emptyMemory, save: () => undefined };

/** Keeps it in a file that is replaced as a whole, so that a crash leaves the old or the new one. */
export const memoryFile = (path: string): MemoryFile => ({
  load() {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyMemory;
      throw new ConfigError([
        `ALERTS_STATE=${path}: it cannot be read (${String((error as NodeJS.ErrnoException).code)})`,
      ]);
    }
    try {
      const memory = JSON.parse(text) as AlertMemory;
      if (memory.version === 1) return memory;
    } catch {
      // Said below.
    }
    throw new ConfigError([`ALERTS_STATE=${path}: not a state file of alerts; remove it to begin anew`]);
  },
  save(memory) {
    writeFileSync(`${path}.new`, JSON.stringify(memory), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  },
});
