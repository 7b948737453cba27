'use client';

import { formatValue } from '../format/number-format.ts';
import type { Mover } from './market-types.ts';
import type { MarketView } from './market-view.ts';
import { ViewLink } from './view-link.tsx';
import { changeWords } from './words.ts';

export interface MoverColumn {
  readonly title: string;
  /** By this the replayer can order; absent: only shown. */
  readonly order?: string;
  readonly text: (mover: Mover) => string;
  readonly tone?: (mover: Mover) => string | undefined;
}

const toneOf = ({ change_percent: change = 0 }: Mover) =>
  change > 0 ? 'rise' : change < 0 ? 'fall' : undefined;
const price = (text: string | undefined) => (text === undefined ? '–' : formatValue(text, 'price'));

/** The columns of each market; the first with an order is the one that a reader finds. */
export const moverColumns: Readonly<Record<string, readonly MoverColumn[]>> = {
  xetra: [
    { title: 'First', text: ({ open }) => price(open) },
    { title: 'Last', text: ({ close }) => price(close) },
    {
      title: 'Change',
      order: 'change',
      text: ({ change_percent: change }) => changeWords(change ?? 0),
      tone: toneOf,
    },
    { title: 'Turnover', order: 'turnover', text: ({ turnover }) => formatValue(turnover ?? 0, 'money') },
    { title: 'Shares', text: ({ volume }) => formatValue(volume ?? 0, 'shares') },
    { title: 'Trades', order: 'trades', text: ({ trades }) => formatValue(trades, 'trades') },
  ],
  eurex: [
    {
      title: 'Contracts',
      order: 'contracts',
      text: ({ contracts }) => formatValue(contracts ?? 0, 'contracts'),
    },
    { title: 'Trades', order: 'trades', text: ({ trades }) => formatValue(trades, 'trades') },
  ],
};

interface MoversTableProps {
  readonly market: string;
  readonly movers: readonly Mover[];
  readonly order: string;
  readonly chosen: string | undefined;
  readonly viewOf: (security: string) => MarketView;
  readonly onOrder: (order: string) => void;
}

/** The securities that moved most. A click on one shows its chart. */
export function MoversTable({ market, movers, order, chosen, viewOf, onOrder }: MoversTableProps) {
  const columns = moverColumns[market] ?? [];
  return (
    <div className="scroll movers" tabIndex={0} role="region" aria-label="Movers">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{market === 'eurex' ? 'Segment' : 'Security'}</th>
            {columns.map(({ title, order: by }) => (
              <th
                key={title}
                scope="col"
                className="number"
                aria-sort={by !== undefined && by === order ? 'descending' : undefined}
              >
                {by === undefined ? (
                  title
                ) : (
                  <button type="button" className="sort" onClick={() => onOrder(by)}>
                    {title}
                    <span aria-hidden="true">{by === order ? ' ↓' : ''}</span>
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {movers.map((mover) => (
            <tr key={mover.mnemonic} data-mover={mover.mnemonic}>
              <th scope="row">
                <ViewLink view={viewOf(mover.mnemonic)} current={mover.mnemonic === chosen}>
                  {mover.mnemonic}
                </ViewLink>
              </th>
              <MoverCells mover={mover} columns={columns} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface MoverCellsProps {
  readonly mover: Mover;
  readonly columns: readonly MoverColumn[];
}

/** The figures of one security or segment, a cell for each column. */
export function MoverCells({ mover, columns }: MoverCellsProps) {
  return columns.map(({ title, text, tone }) => (
    <td key={title} className={`number ${tone?.(mover) ?? ''}`} data-column={title.toLowerCase()}>
      {text(mover)}
    </td>
  ));
}
