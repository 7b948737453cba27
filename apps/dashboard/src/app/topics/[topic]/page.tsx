import type { Metadata } from 'next';
import { PageFrame } from '../../../components/page-frame.tsx';
import { TopicView } from '../../../topics/topic-view.tsx';

interface Asked {
  readonly params: Promise<{ topic: string }>;
}

/** Next leaves the address of a page encoded; a name that is none stays as it is. */
function decoded(topic: string): string {
  try {
    return decodeURIComponent(topic);
  } catch {
    return topic;
  }
}

export async function generateMetadata({ params }: Asked): Promise<Metadata> {
  return { title: decoded((await params).topic) };
}

/** One topic. */
export default async function TopicPage({ params }: Asked) {
  const topic = decoded((await params).topic);
  return (
    <PageFrame title={topic}>
      <TopicView topic={topic} />
    </PageFrame>
  );
}
