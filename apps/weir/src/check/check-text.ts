import { formatDecimal } from '@weir/schemas';
import type { MetricDefinition, StreamDefinition } from '@weir/streams';
import type { CheckedTotal } from './await-totals.ts';
import { totalScale } from './expected-totals.ts';

/** Money and prices keep their cents, what is counted has none to show. */
const shown = (value: bigint, metric: MetricDefinition | undefined): string => {
  const text = formatDecimal(value, totalScale);
  return metric?.unit === 'money' || metric?.unit === 'price' ? text : text.replace(/\.00$/, '');
};

/** What `--json` prints of the check: exact text. */
export const checkJson = (stream: StreamDefinition, checked: readonly CheckedTotal[]) =>
  checked.map(({ metric, value, expected, equal, final }) => {
    const definition = stream.metrics.find(({ name }) => name === metric);
    return { metric, value: shown(value, definition), expected: shown(expected, definition), equal, final };
  });

/** `income 550000.00 = expected 550000.00`, one line a metric. */
export function checkText(stream: StreamDefinition, checked: readonly CheckedTotal[], runId: string): string {
  const lines = checkJson(stream, checked).map(
    ({ metric, value, expected, equal, final }) =>
      `${metric} ${value} ${equal ? '=' : '≠'} expected ${expected}${final ? '' : ' (not final yet)'}`,
  );
  if (!isGood(checked))
    lines.push(`\`weir audit ${stream.name} --run ${runId}\` tells what became of every event`);
  return lines.join('\n');
}

export const isGood = (checked: readonly CheckedTotal[]): boolean =>
  checked.every(({ equal, final }) => equal && final);
