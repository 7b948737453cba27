import { formatValue } from '../format/number-format.ts';
import type { Panel } from '../panels/panel.ts';

/** What `/api/audit` answers (docs/audit.md). */
export interface Audit {
  readonly verdict: 'equal' | 'explained' | 'pending' | 'empty' | 'unexplained';
  readonly reasons: readonly string[];
  readonly published: { value: number | string; events: number; final: boolean } | null;
  readonly recomputed: { value: number | string; events: number };
  readonly counted: number;
  readonly late: number;
  readonly ahead: number;
  readonly waiting: number;
  readonly rejected: number;
  readonly duplicate: number | null;
  readonly duplicate_at_most?: number;
  readonly partitions: readonly {
    partition: number;
    first_offset: number | null;
    last_offset: number | null;
    counted: number;
    published: number | string | null;
    recomputed: number | string;
  }[];
}

/** The numbers of an audit: what was counted and what was not, and the same by partition. */
export function AuditFigures({ audit, panel }: { readonly audit: Audit; readonly panel: Panel }) {
  const value = (one: number | string | null) => (one === null ? '–' : formatValue(one, panel.unit));
  return (
    <>
      <dl className="audit-numbers">
        <div data-audit="published">
          <dt>Published{audit.published?.final === false && ' (provisional)'}</dt>
          <dd>{value(audit.published?.value ?? null)}</dd>
        </div>
        <div data-audit="recomputed">
          <dt>Recomputed</dt>
          <dd>{value(audit.recomputed.value)}</dd>
        </div>
        {(['counted', 'late', 'ahead', 'waiting', 'rejected'] as const).map((name) => (
          <div key={name} data-audit={name}>
            <dt>{name.charAt(0).toUpperCase() + name.slice(1)}</dt>
            <dd>{formatValue(audit[name], 'events')}</dd>
          </div>
        ))}
        <div data-audit="duplicate">
          <dt>Duplicate</dt>
          <dd>
            {audit.duplicate === null
              ? `at most ${formatValue(audit.duplicate_at_most ?? 0, 'events')}`
              : formatValue(audit.duplicate, 'events')}
          </dd>
        </div>
      </dl>
      <div className="scroll" tabIndex={0} role="region" aria-label="Partitions of this window">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">Partition</th>
              <th scope="col">Offsets</th>
              <th scope="col" className="number">
                Counted
              </th>
              <th scope="col" className="number">
                Published
              </th>
              <th scope="col" className="number">
                Recomputed
              </th>
            </tr>
          </thead>
          <tbody>
            {audit.partitions.map((part) => (
              <tr key={part.partition}>
                <th scope="row">{part.partition}</th>
                <td>{part.first_offset === null ? '–' : `${part.first_offset} – ${part.last_offset}`}</td>
                <td className="number">{formatValue(part.counted, 'events')}</td>
                <td className="number">{value(part.published)}</td>
                <td className="number">{value(part.recomputed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
