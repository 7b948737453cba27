import { useEffect, useState } from 'react';
import { backoffMs } from '../live/backoff.ts';
import { usePaused } from '../live/live-store.ts';

export interface Answer<T> {
  readonly value?: T;
  /** Why the newest could not be had; an older value may still be there. */
  readonly error?: string;
}

/** Asks once. What goes wrong is a sentence for people, not an exception. */
export async function askServer<T>(url: string, signal?: AbortSignal): Promise<Answer<T>> {
  try {
    const response = await fetch(url, signal === undefined ? {} : { signal });
    const body = (await response.json()) as T & { detail?: string };
    return response.ok
      ? { value: body }
      : { error: body.detail ?? `The server answered ${response.status}.` };
  } catch {
    return { error: 'The dashboard’s server does not answer.' };
  }
}

/**
 * The answer at an address, asked again every `everyMs` (never, when absent) and after a failure, ever more seldom, until
 * it succeeds; not while the tab is hidden. `address` is called for each question; `key` says when it is another
 * question. An undefined key asks nothing. Another `again` asks at once.
 */
export function useAnswer<T>(
  key: string | undefined,
  address: () => string,
  everyMs: number | undefined,
  again = 0,
): Answer<T> {
  const paused = usePaused();
  const pauseMs = paused ? undefined : everyMs;
  const [answer, setAnswer] = useState<Answer<T> & { key?: string }>({});
  useEffect(() => {
    if (key === undefined) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    const load = async () => {
      if (document.visibilityState === 'hidden') {
        return document.addEventListener('visibilitychange', load, { once: true, signal: stop.signal });
      }
      const next = await askServer<T>(address(), stop.signal);
      if (stop.signal.aborted) return;
      setAnswer((before) => ({ ...(before.key === key && next.error ? before : {}), ...next, key }));
      failures = next.error === undefined ? 0 : failures + 1;
      const pause = failures === 0 ? pauseMs : backoffMs(failures);
      if (pause !== undefined) timer = setTimeout(load, pause);
    };
    void load();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
    // `key` says all that matters of the address.
  }, [key, pauseMs, again]);
  return answer.key === key ? answer : {};
}
