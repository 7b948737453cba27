import type { Clickhouse } from '@weir/clickhouse';
import { newestWindows } from '../queries/newest-windows.ts';
import { clickhouseFailure } from '../server/clickhouse-failure.ts';
import { lagSecondsOf, partitionsOf, type PartitionState } from './aggregator-partitions.ts';
import { askService, metricSum, reasonOf, type ServiceAnswer } from './ask-service.ts';
import type { Pipeline, Station } from './pipeline.ts';
import { rates } from './samples.ts';

export interface PipelineSources {
  readonly clickhouse: Clickhouse;
  readonly gatewayUrl: string;
  readonly aggregatorUrl: string;
}

/** Longer behind (s) than this is worth a word. */
const noticeableSeconds = 10;

const whole = (value: number) => Math.round(value).toLocaleString('en');
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const rate = (perSecond: number | undefined) => (perSecond === undefined ? {} : { perSecond });

function gatewayStation(
  url: string,
  ready: ServiceAnswer | undefined,
  metrics: string,
  perSecond?: number,
): Station {
  const facts = [{ label: 'refused', value: metricSum(metrics, 'weir_gateway_events_rejected_total') }];
  const base = { name: 'gateway', ...rate(perSecond), facts } as const;
  if (ready === undefined) {
    const problem = `The gateway does not answer at ${new URL(url).host}: no event gets in until it is back.`;
    return { ...base, state: 'bad', problem };
  }
  if (ready.status === 200) return { ...base, state: 'good' };
  return { ...base, state: 'bad', problem: `The gateway takes no events now: ${reasonOf(ready)}.` };
}

function aggregatorStation(
  url: string,
  ready: ServiceAnswer | undefined,
  partitions: readonly PartitionState[] | undefined,
  perSecond?: number,
): Station {
  const fate = (name: string) => sum((partitions ?? []).map(({ fates }) => fates[name] ?? 0));
  const lagSeconds = lagSecondsOf(partitions ?? []);
  const lagEvents = sum((partitions ?? []).map(({ lag_events }) => lag_events));
  const base = {
    name: 'aggregator',
    ...rate(perSecond),
    ...(partitions === undefined ? {} : { lagSeconds }),
    facts: ['late', 'ahead', 'duplicate', 'undecodable'].map((label) => ({ label, value: fate(label) })),
  } as const;
  if (ready === undefined || partitions === undefined) {
    const problem = `The aggregator does not answer at ${new URL(url).host}: numbers stand still, nothing is lost. It goes on where it stopped.`;
    return { ...base, state: 'bad', problem };
  }
  if (ready.status !== 200)
    return { ...base, state: 'bad', problem: `The aggregator counts nothing now: ${reasonOf(ready)}.` };
  if (lagSeconds <= noticeableSeconds) return { ...base, state: 'good' };
  const problem = `The aggregator is ${whole(lagSeconds)} s behind, with ${whole(lagEvents)} events to count.`;
  return { ...base, state: 'warn', problem };
}

async function clickhouseStation(
  clickhouse: Clickhouse,
  partitions: readonly PartitionState[] | undefined,
  nowMs: number,
): Promise<Station> {
  try {
    const newest = await newestWindows(clickhouse, nowMs);
    const lags = [...newest].map(([stream, end]) => {
      const clocks = (partitions ?? [])
        .filter((state) => state.stream === stream)
        .flatMap(({ runs }) => runs.filter(({ run_id }) => run_id === '').map(({ clock_ms }) => clock_ms));
      return Math.max(0, Math.max(0, ...clocks) - end) / 1_000;
    });
    const lagSeconds = Math.max(0, ...lags);
    const base = { name: 'clickhouse', lagSeconds, facts: [] } as const;
    if (lagSeconds <= noticeableSeconds) return { ...base, state: 'good' };
    const problem = `ClickHouse is ${whole(lagSeconds)} s behind the aggregator: what is shown is that old.`;
    return { ...base, state: 'warn', problem };
  } catch (error) {
    return { name: 'clickhouse', state: 'bad', facts: [], problem: clickhouseFailure(error) };
  }
}

/** Asks every station at once how it is. Never throws: what does not answer is what the answer is about. */
export async function readPipeline(sources: PipelineSources): Promise<Pipeline> {
  const { clickhouse, gatewayUrl, aggregatorUrl } = sources;
  const atMs = Date.now();
  const [gatewayReady, gatewayMetrics, aggregatorReady, partitionAnswer] = await Promise.all([
    askService(`${gatewayUrl}/readyz`),
    askService(`${gatewayUrl}/metrics`),
    askService(`${aggregatorUrl}/readyz`),
    askService(`${aggregatorUrl}/partitions`),
  ]);
  const partitions = partitionsOf(partitionAnswer);
  const metrics = gatewayMetrics?.status === 200 ? gatewayMetrics.text : '';
  const speed = rates({
    atMs,
    accepted: metrics === '' ? NaN : metricSum(metrics, 'weir_gateway_events_accepted_total'),
    logEnd: partitions === undefined ? NaN : sum(partitions.map(({ log_end }) => log_end)),
    position: partitions === undefined ? NaN : sum(partitions.map(({ position }) => position)),
  });
  const gateway = gatewayStation(gatewayUrl, gatewayReady, metrics, speed.accepted);
  const aggregator = aggregatorStation(aggregatorUrl, aggregatorReady, partitions, speed.position);
  const waiting = sum((partitions ?? []).map(({ lag_events }) => lag_events));
  const brokerAway = gatewayReady !== undefined && gatewayReady.status !== 200;
  const kafka: Station = {
    name: 'kafka',
    state: brokerAway && aggregator.state === 'bad' ? 'bad' : 'good',
    ...rate(speed.logEnd),
    facts: partitions === undefined ? [] : [{ label: 'to be counted', value: waiting }],
  };
  return {
    atMs,
    stations: [gateway, kafka, aggregator, await clickhouseStation(clickhouse, partitions, atMs)],
  };
}
