import type { MetricKind } from '@weir/streams';

/**
 * ClickHouse's decimal text as JSON: counts as numbers (whole, and exact in a double up to 2^53), everything else as
 * text with at least two decimals (`"12.50"`), because a double would lose cents of large sums.
 */
export function exactValue(kind: MetricKind, text: string): number | string {
  if (kind === 'count' || kind === 'unique') return Number(text);
  const [whole = '0', fraction = ''] = text.split('.');
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
}
