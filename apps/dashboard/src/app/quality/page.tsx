import type { Metadata } from 'next';
import { streams } from '@weir/streams';
import { PageFrame } from '../../components/page-frame.tsx';
import { Quality } from '../../components/quality.tsx';

export const metadata: Metadata = { title: 'Quality' };

/** Late, ahead and refused events of all streams. */
export default function QualityPage() {
  return (
    <PageFrame
      title="Quality"
      lead="Events that no window counted, and why. None is lost: the raw event is kept and can be sent again."
    >
      <Quality streams={streams.map(({ name, title }) => ({ name, title }))} />
    </PageFrame>
  );
}
