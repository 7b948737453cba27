'use client';

import { formatInstant } from '../format/time-format.ts';
import { useAlerts } from '../panels/use-alerts.ts';
import { useZone } from '../preferences/use-zone.ts';
import { DataTable } from './data-table.tsx';

/** Every rule, what it says, how it stands and since when. */
export function AlertList() {
  const { value, error } = useAlerts();
  const [zone] = useZone();
  if (value === undefined) return <p className="quiet">{error ?? 'Asking …'}</p>;
  if (!value.configured)
    return (
      <p className="card quiet">
        No rules are configured. Name a file of rules in <code>ALERTS_FILE</code> and start the dashboard
        again; the runbook has an example of each kind.
      </p>
    );
  const { configured, owed, problem } = value.webhook;
  return (
    <>
      {error !== undefined && <p className="notice warn">{error}</p>}
      {problem !== undefined && (
        <p className="notice warn">
          The webhook failed: {problem}. {owed === 1 ? '1 message waits' : `${owed} messages wait`} for it.
        </p>
      )}
      <DataTable
        label="Alerts"
        columns={['Alert', 'State', `Since${zone === 'utc' ? ' (UTC)' : ''}`, 'Rule', 'Found']}
      >
        {value.alerts.map(({ name, state, sinceMs, condition, summary, problem: why }) => (
          <tr key={name} data-alert={name}>
            <th scope="row">{name}</th>
            <td>
              <span className={state === 'firing' || state === 'pending' ? 'tag warn' : 'tag'}>{state}</span>
            </td>
            <td>
              <time dateTime={new Date(sinceMs).toISOString()}>{formatInstant(sinceMs, zone)}</time>
            </td>
            <td>{condition}</td>
            <td className="detail">{why ?? summary ?? '–'}</td>
          </tr>
        ))}
      </DataTable>
      <p className="quiet">
        {configured
          ? 'Whoever listens at the webhook is told once when an alert fires and once when it is over.'
          : 'No webhook is configured: alerts are shown here only.'}
      </p>
    </>
  );
}
