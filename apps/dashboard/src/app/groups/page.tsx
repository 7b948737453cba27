import type { Metadata } from 'next';
import { PageFrame } from '../../components/page-frame.tsx';
import { GroupList } from '../../topics/group-list.tsx';

export const metadata: Metadata = { title: 'Consumer groups' };

/** Who reads what, and how far behind. */
export default function GroupsPage() {
  return (
    <PageFrame
      title="Consumer groups"
      lead="Who reads which topics, and how far behind: in messages and in time."
    >
      <GroupList />
    </PageFrame>
  );
}
