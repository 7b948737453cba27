'use client';

import { useAlerts } from '../panels/use-alerts.ts';

/** How many alerts fire, in the header of every page; nothing when no rules are configured. */
export function AlertBadge() {
  const { value } = useAlerts();
  const firing = value?.alerts.filter(({ state }) => state === 'firing').length ?? 0;
  return (
    <p className="alert-badge" role="status">
      {value?.configured === true && (
        <a href="/alerts" className={firing > 0 ? 'tag warn' : 'tag'} data-firing={firing}>
          {firing === 0 ? 'No alerts' : firing === 1 ? '1 alert' : `${firing} alerts`}
        </a>
      )}
    </p>
  );
}
