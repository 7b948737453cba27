import { readFileSync } from 'node:fs';

export interface MemoryWatch {
  /** The most that it has had, in MB. */
  stop(): number;
}

/** Watches the memory (RSS) of a process, also of the one that comes in its place when it dies. */
export function watchMemory(process: { readonly pid: number }): MemoryWatch {
  let peakMb = 0;
  const look = () => {
    let status = '';
    try {
      status = readFileSync(`/proc/${process.pid}/status`, 'utf8');
    } catch {
      return; // It has just died.
    }
    // The peak as Linux remembers it, so that nothing is missed between two looks.
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
    peakMb = Math.max(peakMb, Math.round(Number(kilobytes ?? 0) / 1024));
  };
  const timer = setInterval(look, 200);
  return {
    stop() {
      clearInterval(timer);
      look();
      return peakMb;
    },
  };
}
