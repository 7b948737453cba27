import { createMetrics, Gauge, type Registry } from '@weir/runtime';
import type { Aggregator } from './aggregator.ts';

/** Prometheus metrics of the windows, read from the workers when they are asked for: nothing is counted twice. */
export function aggregatorMetrics(aggregator: Aggregator): Registry {
  const metrics = createMetrics();
  const partition = ['stream', 'partition'] as const;
  const gauge = (
    name: string,
    help: string,
    labels: readonly string[],
    collect: (gauge: Gauge<string>) => void,
  ) =>
    new Gauge({
      name: `weir_aggregator_${name}`,
      help,
      labelNames: [...labels],
      registers: [metrics],
      collect() {
        this.reset();
        collect(this);
      },
    });
  const states = () => aggregator.partitions.map((worker) => worker.state);
  const labelsOf = (state: { stream: string; partition: number }) => ({
    stream: state.stream,
    partition: String(state.partition),
  });

  gauge('records', 'Records by fate since the partition was assigned', [...partition, 'fate'], (to) => {
    for (const state of states()) {
      for (const [fate, count] of Object.entries(state.fates)) to.set({ ...labelsOf(state), fate }, count);
    }
  });
  gauge('lag_events', 'Records of the log that were not yet read', partition, (to) => {
    for (const state of states()) to.set(labelsOf(state), state.lag_events);
  });
  gauge(
    'lag_seconds',
    'Age of the last record read while there are more; 0 at the end of the log',
    partition,
    (to) => {
      for (const state of states()) to.set(labelsOf(state), state.lag_seconds);
    },
  );
  gauge(
    'mis_keyed',
    'Records in a partition that their key does not give: unique counts may be too high',
    partition,
    (to) => {
      for (const state of states()) to.set(labelsOf(state), state.mis_keyed);
    },
  );
  gauge('resume_distance', 'Records that a restart would read again', partition, (to) => {
    for (const state of states()) to.set(labelsOf(state), state.position - state.resume_offset);
  });
  gauge(
    'clock_seconds',
    'Event-time clock of a run, seconds since the epoch',
    [...partition, 'run'],
    (to) => {
      for (const state of states()) {
        for (const run of state.runs) to.set({ ...labelsOf(state), run: run.run_id }, run.clock_ms / 1000);
      }
    },
  );
  gauge('open_windows', 'Windows that still take events', [...partition, 'run'], (to) => {
    for (const state of states()) {
      for (const run of state.runs) to.set({ ...labelsOf(state), run: run.run_id }, run.open_windows);
    }
  });
  gauge('commit_age_seconds', 'Time since the last commit', [], (to) => {
    to.set((Date.now() - aggregator.publisher.lastCommitAt) / 1000);
  });
  return metrics;
}
