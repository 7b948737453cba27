'use client';

import { useEffect, useState } from 'react';
import { queryParams, type MessageQuery } from './message-query.ts';
import type { Message } from './topic-types.ts';

export interface Tail {
  readonly messages: readonly Message[];
  readonly state: 'off' | 'connecting' | 'live' | 'reconnecting';
  /** Messages that came too fast to be shown. */
  readonly skipped: number;
}

const off: Tail = { messages: [], state: 'off', skipped: 0 };
const mostKept = 300;

/** New messages as they come, newest first, while `query` is given. */
export function useTail(topic: string, query: MessageQuery | undefined): Tail {
  const [tail, setTail] = useState<Tail>(off);
  const address =
    query === undefined
      ? undefined
      : `/api/topics/${encodeURIComponent(topic)}/tail?${queryParams({ ...query, from: 'newest' }).toString()}`;
  useEffect(() => {
    if (address === undefined) return;
    setTail({ ...off, state: 'connecting' });
    const source = new EventSource(address);
    source.addEventListener('open', () => setTail((before) => ({ ...before, state: 'live' })));
    source.addEventListener('error', () => setTail((before) => ({ ...before, state: 'reconnecting' })));
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data) as Message;
      setTail((before) => ({ ...before, messages: [message, ...before.messages].slice(0, mostKept) }));
    });
    source.addEventListener('skipped', ({ data }: MessageEvent<string>) => {
      const { count } = JSON.parse(data) as { count: number };
      setTail((before) => ({ ...before, skipped: before.skipped + count }));
    });
    return () => {
      source.close();
      setTail(off);
    };
  }, [address]);
  return tail;
}
