'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { queryParams, type MessageQuery } from './message-query.ts';
import { fetchJson } from './problem-text.ts';
import type { Message, MessagePage } from './topic-types.ts';

export interface Search {
  readonly messages: readonly Message[];
  readonly progress: Omit<MessagePage, 'messages'> | undefined;
  readonly busy: boolean;
  readonly error: string | undefined;
}

const nothing: Search = { messages: [], progress: undefined, busy: false, error: undefined };
const pageSize = 50;

/** Pages of a topic's messages: `search` begins anew, `more` goes on where it stopped. */
export function useSearch(topic: string) {
  const [state, setState] = useState<Search>(nothing);
  const running = useRef<AbortController>(undefined);

  const ask = useCallback(
    async (query: MessageQuery, before: readonly Message[], cursor: string | null) => {
      running.current?.abort();
      const own = new AbortController();
      running.current = own;
      setState((state) => ({ ...state, messages: before, busy: true, error: undefined }));
      const params = queryParams(query);
      params.set('limit', String(pageSize));
      if (cursor !== null) params.set('cursor', cursor);
      try {
        const url = `/api/topics/${encodeURIComponent(topic)}/messages?${params.toString()}`;
        const { messages, ...progress } = await fetchJson<MessagePage>(url, { signal: own.signal });
        setState({ messages: [...before, ...messages], progress, busy: false, error: undefined });
      } catch (error) {
        if (own.signal.aborted) return;
        const why = error instanceof Error ? error.message : String(error);
        setState((state) => ({ ...state, busy: false, error: why }));
      }
    },
    [topic],
  );

  useEffect(() => () => running.current?.abort(), []);
  const stop = useCallback(() => {
    running.current?.abort();
    setState((state) => ({ ...state, busy: false }));
  }, []);
  return { state, ask, stop };
}
