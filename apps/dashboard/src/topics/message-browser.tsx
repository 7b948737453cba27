'use client';

import { useEffect, useState } from 'react';
import { MessageForm } from './message-form.tsx';
import { MessageRow } from './message-row.tsx';
import { queryParams, readQuery, type MessageQuery } from './message-query.ts';
import { formatCount } from './topic-format.ts';
import type { Message, TopicDetail } from './topic-types.ts';
import { useSearch, type Search } from './use-search.ts';
import { useTail, type Tail } from './use-tail.ts';
import { DataTable } from '../components/data-table.tsx';

function progressWords({ messages, progress, busy, error }: Search): string {
  if (error !== undefined) return '';
  if (progress === undefined) return busy ? 'Searching …' : '';
  const { scanned, total, stopped } = progress;
  const found = `${formatCount(messages.length)} found`;
  const how = {
    page: 'there may be more',
    limit: 'stopped at the limit of one search',
    end: 'this is all',
  }[stopped];
  return `${found} · scanned ${formatCount(scanned)} of ${formatCount(total)}, ${busy ? 'searching on …' : how}`;
}

function tailWords({ state, messages, skipped }: Tail): string {
  const words = {
    off: '',
    connecting: 'Connecting …',
    live: 'Waiting for new messages',
    reconnecting: 'Reconnecting …',
  };
  const left = skipped > 0 ? `, ${formatCount(skipped)} came too fast to be shown` : '';
  return messages.length === 0 ? words[state] : `${formatCount(messages.length)} new${left}`;
}

function Messages({ topic, messages }: { readonly topic: string; readonly messages: readonly Message[] }) {
  return (
    <DataTable
      label="Messages"
      className="messages"
      columns={['Time', { title: 'Partition-offset', number: true }, 'Key', 'Value']}
    >
      {messages.map((message) => (
        <MessageRow key={`${message.partition}-${message.offset}`} topic={topic} message={message} />
      ))}
    </DataTable>
  );
}

/** The messages of a topic: searched page by page, or live. */
export function MessageBrowser({ detail }: { readonly detail: TopicDetail }) {
  const { topic } = detail;
  const [query, setQuery] = useState<MessageQuery>(() => readQuery(new URLSearchParams(location.search)));
  const [live, setLive] = useState(false);
  const { state, ask, stop } = useSearch(topic);
  const tail = useTail(topic, live ? query : undefined);

  useEffect(() => {
    if (!live) void ask(query, [], null);
    else stop();
  }, [query, live, ask, stop]);

  const search = (next: MessageQuery) => {
    const params = queryParams(next).toString();
    history.replaceState(null, '', params === '' ? location.pathname : `?${params}`);
    setQuery(next);
  };
  const exported = (format: string) => {
    const params = queryParams(query);
    params.set('format', format);
    params.set('limit', '10000');
    return `/api/topics/${encodeURIComponent(topic)}/export?${params.toString()}`;
  };
  const cursor = state.progress?.cursor ?? null;
  const messages = live ? tail.messages : state.messages;
  return (
    <>
      <MessageForm
        key={queryParams(query).toString()}
        query={query}
        partitions={detail.partitions}
        onSearch={search}
      />
      <div className="message-bar">
        <p role="status">{live ? tailWords(tail) : progressWords(state)}</p>
        <button type="button" className="button" aria-pressed={live} onClick={() => setLive(!live)}>
          {live ? 'Stop following' : 'Follow live'}
        </button>
        <a className="button" href={exported('json')} download>
          JSON
        </a>
        <a className="button" href={exported('csv')} download>
          CSV
        </a>
      </div>
      {detail.masked && <p className="notice">Some fields of this topic are hidden, here and in exports.</p>}
      {state.error !== undefined && !live && (
        <p className="notice bad" role="alert">
          {state.error}
        </p>
      )}
      {messages.length > 0 && <Messages topic={topic} messages={messages} />}
      {messages.length === 0 && !live && state.progress?.stopped === 'end' && (
        <p className="notice">
          {state.progress.total === 0 ? 'There is nothing here yet.' : 'No message fits.'}
        </p>
      )}
      {!live && cursor !== null && (
        <p className="message-more">
          <button
            type="button"
            className="button"
            disabled={state.busy}
            onClick={() => void ask(query, state.messages, cursor)}
          >
            {state.busy ? 'Searching …' : state.progress?.stopped === 'limit' ? 'Go on searching' : 'More'}
          </button>
        </p>
      )}
    </>
  );
}
