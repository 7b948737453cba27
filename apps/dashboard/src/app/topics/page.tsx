import type { Metadata } from 'next';
import { PageFrame } from '../../components/page-frame.tsx';
import { TopicList } from '../../topics/topic-list.tsx';

export const metadata: Metadata = { title: 'Topics' };

/** All topics of the cluster. */
export default function TopicsPage() {
  return (
    <PageFrame
      title="Topics"
      lead="What is in Kafka: every topic, Weir’s and others’. Looking leaves no trace there."
    >
      <TopicList />
    </PageFrame>
  );
}
