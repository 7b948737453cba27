'use client';

import { candlesToSave } from '../export/saved-table.ts';
import { formatValue } from '../format/number-format.ts';
import { formatMoment, type Zone } from '../format/time-format.ts';
import type { Candle } from '../panels/candles.ts';
import type { Panel } from '../panels/panel.ts';
import { NumbersTable } from './numbers-table.tsx';
import { stateOf, windowFrom } from './series-table.tsx';

interface CandleTableProps {
  readonly title: string;
  /** Of one of the four metrics: says what the candles are grouped by. */
  readonly panel: Panel;
  readonly group: string;
  readonly candles: readonly Candle[];
  readonly zone: Zone;
}

const parts = ['open', 'high', 'low', 'close'] as const;

/** The prices of each candle. */
export function CandleTable({ title, panel, group, candles, zone }: CandleTableProps) {
  return (
    <NumbersTable
      title={title}
      columns={[windowFrom(zone), ...parts, 'state']}
      count={candles.length}
      rows={(most) =>
        candles
          .slice(-most)
          .reverse()
          .map((candle) => ({
            key: candle.t,
            cells: [
              formatMoment(candle.t, zone),
              ...parts.map((part) => formatValue(candle[part], 'price')),
              stateOf(candle),
            ],
          }))
      }
      toSave={() => candlesToSave(panel, group, candles)}
      picture={`${panel.stream}.candles`}
    />
  );
}
