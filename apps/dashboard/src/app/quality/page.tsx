import type { Metadata } from 'next';
import { streams } from '@weir/streams';
import { PageFrame } from '../../components/page-frame.tsx';
import { Quality } from '../../components/quality.tsx';

export const metadata: Metadata = { title: 'Quality' };

/** Late, ahead, duplicate and refused events of all streams. */
export default function QualityPage() {
  return (
    <PageFrame
      title="Quality"
      lead="Events that windows did not count, and why. None is lost: the raw event is kept and can be sent again; of duplicates the first one is kept, and counted."
    >
      <Quality streams={streams.map(({ name, title, id }) => ({ name, title, hasId: id !== undefined }))} />
    </PageFrame>
  );
}
