import type { AlertsView } from '../alerts/alert-view.ts';
import { useLive } from '../live/live-store.ts';
import { useAnswer, type Answer } from './use-answer.ts';

const everyMs = 5_000;

/** How the alerts are, asked again now and then. */
export function useAlerts(): Answer<AlertsView> {
  const { nowMs } = useLive();
  return useAnswer<AlertsView>(nowMs === 0 ? undefined : 'alerts', () => '/api/alerts', everyMs);
}
