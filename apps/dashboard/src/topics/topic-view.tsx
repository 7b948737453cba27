'use client';

import { useEffect, useState } from 'react';
import { GroupTable } from './group-table.tsx';
import { MessageBrowser } from './message-browser.tsx';
import { PolledNotice } from './polled-notice.tsx';
import { ProduceForm } from './produce-form.tsx';
import { SchemaView } from './schema-view.tsx';
import { SettingsView } from './settings-view.tsx';
import { formatBytes, formatCount } from './topic-format.ts';
import type { TopicDetail } from './topic-types.ts';
import { usePolled } from './use-polled.ts';
import './topics.css';

const tabs = [
  { id: 'messages', title: 'Messages' },
  { id: 'schema', title: 'Schema' },
  { id: 'consumers', title: 'Consumers' },
  { id: 'settings', title: 'Settings' },
] as const;

type TabId = (typeof tabs)[number]['id'];

function Figures({ detail }: { readonly detail: TopicDetail }) {
  const figures = [
    ['Partitions', String(detail.partitions)],
    ['Messages', formatCount(detail.messages)],
    ['Per second', detail.rate === null ? '–' : formatCount(detail.rate)],
    ['On disk', detail.bytes === null ? '–' : formatBytes(detail.bytes)],
  ] as const;
  return (
    <dl className="headlines topic-figures">
      {figures.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One topic: its messages, schema, consumers and settings. The tab is in the address (`#schema`). */
export function TopicView({ topic }: { readonly topic: string }) {
  const { data: detail, error } = usePolled<TopicDetail>(`/api/topics/${encodeURIComponent(topic)}`, 5_000);
  const [tab, setTab] = useState<TabId>('messages');
  useEffect(() => {
    const read = () => setTab(tabs.find(({ id }) => `#${id}` === location.hash)?.id ?? 'messages');
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  return (
    <>
      <PolledNotice data={detail} error={error} />
      {detail !== undefined && (
        <>
          {detail.role !== '' && (
            <p className="quiet">
              {detail.role}
              {detail.kind === 'dead-letters' && detail.stream !== null && (
                <>
                  {' · '}
                  <a href={`/dead-letters?stream=${detail.stream}`}>see why, mend and send them again</a>
                </>
              )}
            </p>
          )}
          <Figures detail={detail} />
          <nav className="tabs" aria-label={`Views of ${topic}`}>
            {tabs.map(({ id, title }) => (
              <a key={id} href={`#${id}`} aria-current={tab === id ? 'true' : undefined}>
                {title}
              </a>
            ))}
          </nav>
          {tab === 'messages' && (
            <>
              <MessageBrowser detail={detail} />
              {detail.produce && <ProduceForm detail={detail} />}
            </>
          )}
          {tab === 'schema' && <SchemaView topic={topic} />}
          {tab === 'consumers' && <GroupTable groups={detail.groups} />}
          {tab === 'settings' && <SettingsView detail={detail} />}
        </>
      )}
    </>
  );
}
