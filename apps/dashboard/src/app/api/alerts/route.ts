import { noAlerts } from '../../../alerts/alert-view.ts';
import { runningAlerts } from '../../../alerts/running-alerts.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/alerts`: every rule with its state, since when, and what was found last. */
export const GET = (): Response =>
  Response.json(runningAlerts()?.view() ?? noAlerts, { headers: { 'cache-control': 'no-store' } });
