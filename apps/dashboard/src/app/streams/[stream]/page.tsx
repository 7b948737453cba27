import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { streamByName } from '@weir/streams';
import { Overview } from '../../../components/overview.tsx';
import { PageFrame } from '../../../components/page-frame.tsx';
import { StreamDetails } from '../../../components/stream-details.tsx';
import { StreamQuality } from '../../../components/stream-quality.tsx';
import { fieldsOf, streamPageSection } from '../../../panels/stream-page.ts';

interface Asked {
  readonly params: Promise<{ stream: string }>;
}

export async function generateMetadata({ params }: Asked): Promise<Metadata> {
  return { title: streamByName((await params).stream)?.title ?? 'Not found' };
}

/** One stream of the registry: a chart for each of its metrics, what was refused, its newest events. */
export default async function StreamPage({ params }: Asked) {
  const stream = streamByName((await params).stream);
  if (stream === undefined) notFound();
  const asked = await headers();
  const origin = `${asked.get('x-forwarded-proto') ?? 'http'}://${asked.get('host') ?? 'localhost:3000'}`;
  const section = streamPageSection(stream);
  return (
    <PageFrame title={stream.title} lead={stream.description}>
      <Overview sections={[section]} origin={origin} alone />
      <StreamQuality stream={stream.name} hasId={stream.id !== undefined} />
      <StreamDetails section={section} fields={fieldsOf(stream)} origin={origin} />
    </PageFrame>
  );
}
