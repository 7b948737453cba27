'use client';

import { useState } from 'react';
import { useAnswer } from '../panels/use-answer.ts';
import { formatCount } from '../topics/topic-format.ts';
import type { RejectedRow } from './market-types.ts';

interface RejectedRowsProps {
  readonly id: string;
  readonly name: string;
  readonly total: number;
}

const pageRows = 100;

/** The rows that were refused: line in the file, field, and what was wrong. */
export function RejectedRows({ id, name, total }: RejectedRowsProps) {
  const [shown, setShown] = useState(pageRows);
  const limit = Math.min(shown, 10_000);
  const { value, error } = useAnswer<{ readonly rejected: readonly RejectedRow[] }>(
    `${id} ${limit}`,
    () => `/api/v1/replays/${encodeURIComponent(id)}/rejected?limit=${limit}`,
    undefined,
    total,
  );
  return (
    <div className="scroll rejected" tabIndex={0} role="region" aria-label={`Rejected rows of ${name}`}>
      {error !== undefined && <p className="notice warn">{error}</p>}
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col" className="number">
              Line
            </th>
            <th scope="col">Field</th>
            <th scope="col">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          {(value?.rejected ?? []).flatMap(({ line, errors }) =>
            errors.map(({ path, message }, index) => (
              <tr key={`${line} ${index}`}>
                <th scope="row" className="number">
                  {formatCount(line)}
                </th>
                <td className="mono">{path.replace(/^\//, '') || 'the row'}</td>
                <td className="detail">{message}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
      {value !== undefined && value.rejected.length < total && limit < 10_000 && (
        <p>
          <button type="button" className="button small" onClick={() => setShown(shown + 10 * pageRows)}>
            More of {formatCount(total)}
          </button>
        </p>
      )}
    </div>
  );
}
