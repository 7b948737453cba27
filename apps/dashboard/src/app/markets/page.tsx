import type { Metadata } from 'next';
import { streamByName } from '@weir/streams';
import { PageFrame } from '../../components/page-frame.tsx';
import { Markets } from '../../markets/markets.tsx';
import { panelOf, type Panel } from '../../panels/panel.ts';

export const metadata: Metadata = { title: 'Markets' };

/** A metric of the registry as a chart; it is an error of ours when it is not there. */
function panel(streamName: string, metricName: string): Panel {
  const stream = streamByName(streamName);
  const metric = stream?.metrics.find(({ name }) => name === metricName);
  if (stream === undefined || metric === undefined) throw new Error(`no metric ${streamName}.${metricName}`);
  return panelOf(stream, metric);
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
          volume: panel('xetra', 'volume'),
          contracts: panel('eurex', 'contracts'),
          trades: panel('eurex', 'trades'),
        }}
      />
    </PageFrame>
  );
}
