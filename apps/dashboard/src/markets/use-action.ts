import { useState } from 'react';
import { postJson } from '../topics/problem-text.ts';

export interface Action {
  /** Posts to the replayer; gives its answer, or undefined when it was refused (then `error` says why). */
  post<T>(path: string, body?: object): Promise<T | undefined>;
  readonly busy: boolean;
  readonly error: string | undefined;
}

/** What a button does: one request at a time, and what was wrong with it in words. `onDone` hears of each that was taken. */
export function useAction(onDone: () => void): Action {
  const [state, setState] = useState<{ busy: boolean; error?: string }>({ busy: false });
  return {
    busy: state.busy,
    error: state.error,
    async post<T>(path: string, body: object = {}) {
      if (state.busy) return undefined;
      setState({ busy: true });
      try {
        const answer = await postJson<T>(path, body);
        setState({ busy: false });
        onDone();
        return answer;
      } catch (error) {
        setState({ busy: false, error: error instanceof Error ? error.message : String(error) });
        return undefined;
      }
    },
  };
}
