import type { Leg } from '../measure/rates.ts';
import type { Measured, Row } from './row.ts';
import type { Column } from './table.ts';

const none = '–';
const whole = (value: number) => Math.round(value).toLocaleString('en-US');

export const megabytes = (bytes: number) => whole(bytes / 2 ** 20);

const measured = (row: Row): Measured | undefined =>
  row.outcome.state === 'measured' ? row.outcome : undefined;

const legCell = (pick: (outcome: Measured) => Leg | undefined, text: (leg: Leg) => string) => (row: Row) => {
  const outcome = measured(row);
  const leg = outcome === undefined ? undefined : pick(outcome);
  return leg === undefined ? none : text(leg);
};

const cold = ({ cold: leg }: Measured) => leg;
const warm = ({ warm: leg }: Measured) => leg;
const speed = (leg: Leg) => whole(leg.eventsPerSecond);
const cost = (leg: Leg) => leg.cpuSecondsPerMillion.toFixed(2);

function resultCell({ outcome }: Row): string {
  if (outcome.state !== 'measured') {
    return `${outcome.state}: ${outcome.reason.split('\n', 1)[0] ?? ''}`;
  }
  const { right, compared, wrong, missing, surplus } = outcome.verdict;
  if (right) return `right (${whole(compared)} windows)`;
  return `WRONG: ${whole(wrong)} differ, ${whole(missing)} missing, ${whole(surplus)} too many of ${whole(compared)}`;
}

export const titleColumn: Column<Row> = { head: 'contestant', align: 'left', cell: ({ title }) => title };

/** Speed, cost, memory, and whether the result was right. */
export const measureColumns: readonly Column<Row>[] = [
  { head: 'events/s cold', align: 'right', cell: legCell(cold, speed) },
  { head: 'events/s warm', align: 'right', cell: legCell(warm, speed) },
  { head: 'CPU s/M cold', align: 'right', cell: legCell(cold, cost) },
  { head: 'CPU s/M warm', align: 'right', cell: legCell(warm, cost) },
  {
    head: 'max RSS MB',
    align: 'right',
    cell: (row) => {
      const outcome = measured(row);
      return outcome === undefined ? none : megabytes(outcome.peakBytes);
    },
  },
  {
    head: 'start s',
    align: 'right',
    cell: (row) => measured(row)?.startSeconds?.toFixed(1) ?? none,
  },
];

export const resultColumn: Column<Row> = { head: 'result', align: 'left', cell: resultCell };

/**
 * The reference row against each other: how many times as fast it is, and its share of their processor time and memory.
 * No columns when it was not measured.
 */
export function ratioColumns(reference: Row | undefined): readonly Column<Row>[] {
  const base = reference === undefined ? undefined : measured(reference);
  if (base === undefined) return [];
  const ratio =
    (pick: (outcome: Measured) => Leg | undefined, of: (base: Leg, leg: Leg) => number) => (row: Row) => {
      const outcome = measured(row);
      const leg = outcome === undefined ? undefined : pick(outcome);
      const from = pick(base);
      return leg === undefined || from === undefined ? none : `× ${of(from, leg).toFixed(2)}`;
    };
  const faster = (from: Leg, leg: Leg) => from.eventsPerSecond / leg.eventsPerSecond;
  const share = (from: Leg, leg: Leg) => from.cpuSecondsPerMillion / leg.cpuSecondsPerMillion;
  return [
    { head: 'speed cold', align: 'right', cell: ratio(cold, faster) },
    { head: 'speed warm', align: 'right', cell: ratio(warm, faster) },
    { head: 'CPU cold', align: 'right', cell: ratio(cold, share) },
    { head: 'CPU warm', align: 'right', cell: ratio(warm, share) },
    {
      head: 'memory',
      align: 'right',
      cell: (row) => {
        const outcome = measured(row);
        return outcome === undefined ? none : `× ${(base.peakBytes / outcome.peakBytes).toFixed(2)}`;
      },
    },
  ];
}
