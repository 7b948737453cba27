import type { Metadata } from 'next';
import { streams } from '@weir/streams';
import { Follow } from '../../components/follow.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { panelOf } from '../../panels/panel.ts';

export const metadata: Metadata = { title: 'Follow an event' };

/** The way of one event, from its acceptance to the windows that counted it. */
export default function FollowPage() {
  const choices = streams.map((stream) => ({
    name: stream.name,
    title: stream.title,
    id: stream.id,
    panels: stream.metrics.map((metric) => panelOf(stream, metric)),
  }));
  return (
    <PageFrame
      title="Follow an event"
      lead="Paste an event’s id, or its place in the log, and see where it is stored and which windows counted it."
    >
      <Follow streams={choices} />
    </PageFrame>
  );
}
