import type { Metadata } from 'next';
import { streamByName } from '@weir/streams';
import { PageFrame } from '../../components/page-frame.tsx';
import { Markets } from '../../markets/markets.tsx';
import { candleFamilyOf } from '../../panels/candle-family.ts';
import type { CandleFamily } from '../../panels/candles.ts';
import { panelOf, type Panel } from '../../panels/panel.ts';

export const metadata: Metadata = { title: 'Markets' };

/** A metric of the registry as a chart; it is an error of ours when it is not there. */
function panel(streamName: string, metricName: string): Panel {
  const stream = streamByName(streamName);
  const metric = stream?.metrics.find(({ name }) => name === metricName);
  if (stream === undefined || metric === undefined) throw new Error(`no metric ${streamName}.${metricName}`);
  return panelOf(stream, metric);
}

/** The four prices of XETRA. */
function candles(): CandleFamily {
  const stream = streamByName('xetra');
  const family = stream && candleFamilyOf(stream);
  if (family === undefined) throw new Error('xetra has no prices');
  return family;
}

/** Days of exchange data: fetched, replayed, and looked at. */
export default function MarketsPage() {
  return (
    <PageFrame
      title="Markets"
      lead="Fetch a day of the exchange, replay it at any speed, and watch its prices and movers."
    >
      <Markets
        panels={{
          candles: candles(),
          volume: panel('xetra', 'volume'),
          contracts: panel('eurex', 'contracts'),
          trades: panel('eurex', 'trades'),
        }}
      />
    </PageFrame>
  );
}
