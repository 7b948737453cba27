import type { Metadata } from 'next';
import { AlertList } from '../../components/alert-list.tsx';
import { PageFrame } from '../../components/page-frame.tsx';

export const metadata: Metadata = { title: 'Alerts' };

/** Every rule with its state. */
export default function AlertsPage() {
  return (
    <PageFrame
      title="Alerts"
      lead="Rules on values, on silence and on lag, looked at by the server whether or not a page is open."
    >
      <AlertList />
    </PageFrame>
  );
}
