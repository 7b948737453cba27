import { streams } from '@weir/streams';
import type { Metadata } from 'next';
import { PageFrame } from '../../components/page-frame.tsx';
import { DeadLetterList } from '../../topics/dead-letter-list.tsx';

export const metadata: Metadata = { title: 'Dead letters' };

const choices = streams.map(({ name, title }) => ({ name, title }));

/** What was refused, why, and a second chance for it. */
export default function DeadLettersPage() {
  return (
    <PageFrame
      title="Dead letters"
      lead="What was refused, and why. Mend it and send it again: each dead letter at most once, however often you ask."
    >
      <DeadLetterList streams={choices} />
    </PageFrame>
  );
}
