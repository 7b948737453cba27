'use client';

import { useEffect, useState } from 'react';
import { fetchJson } from './problem-text.ts';

export interface Polled<T> {
  readonly data: T | undefined;
  /** Why the data are not there, or not fresh. */
  readonly error: string | undefined;
}

/** Asks again and again while the page is visible, and at once when `again` changes; keeps what it has when an answer fails. */
export function usePolled<T>(url: string, everyMs: number, again = 0): Polled<T> {
  const [state, setState] = useState<Polled<T> & { url: string }>({ url, data: undefined, error: undefined });
  useEffect(() => {
    const leave = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    async function ask(): Promise<void> {
      if (!document.hidden) {
        try {
          const data = await fetchJson<T>(url, { signal: leave.signal });
          setState({ url, data, error: undefined });
        } catch (error) {
          if (leave.signal.aborted) return;
          const why = error instanceof Error ? error.message : String(error);
          setState((before) => ({ url, data: before.url === url ? before.data : undefined, error: why }));
        }
      }
      if (!leave.signal.aborted) timer = setTimeout(() => void ask(), everyMs);
    }
    void ask();
    return () => {
      leave.abort();
      clearTimeout(timer);
    };
  }, [url, everyMs, again]);
  return state.url === url ? state : { data: undefined, error: undefined };
}
