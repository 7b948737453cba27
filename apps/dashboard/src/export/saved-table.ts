import type { Point } from '../live/live-state.ts';
import { groupParts, othersName } from '../components/group-name.ts';
import type { Candle } from '../panels/candles.ts';
import type { Panel } from '../panels/panel.ts';
import type { GroupPoint } from '../panels/use-groups.ts';

/** A chart's numbers as they go into a file: exact values (decimals as text) and times in UTC. */
export interface SavedTable {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean)[])[];
  /** The same for programs. */
  readonly json: unknown;
}

const iso = (ms: number) => new Date(ms).toISOString();
const fileName = (id: string, points: readonly { readonly t: number }[]) =>
  `${id}-${iso(points.at(-1)?.t ?? 0).replaceAll(/[:.]/g, '-')}`;

/** One row a step. */
export function pointsToSave(panel: Panel, points: readonly Point[]): SavedTable {
  const { stream, metric, unit } = panel;
  return {
    name: fileName(panel.id, points),
    columns: ['window_start', metric, 'events', 'final'],
    rows: points.map(({ t, value, events, final }) => [iso(t), value, events, final]),
    json: {
      ...{ stream, metric, unit },
      points: points.map(({ t, value, events, final }) => ({ window_start: iso(t), value, events, final })),
    },
  };
}

/**
 * One row a step and group, with a column for each field of the group. All groups without a name of their own are a group
 * `all others`; for programs its `group` is null.
 */
export function groupsToSave(panel: Panel, points: readonly GroupPoint[]): SavedTable {
  const { stream, metric, unit, by } = panel;
  const valuesOf = (group: string | null) => (group === null ? [othersName] : groupParts(group, by));
  const fieldsOf = (group: string | null) => {
    const values = valuesOf(group);
    return by.map((_, index) => values[index] ?? '');
  };
  const groupOf = (group: string) =>
    Object.fromEntries(fieldsOf(group).map((value, index) => [by[index] ?? '', value]));
  return {
    name: fileName(panel.id, points),
    columns: ['window_start', ...by, metric, 'events', 'final'],
    rows: points.map(({ t, group, value, events, final }) => [
      ...[iso(t), ...fieldsOf(group)],
      ...[value, events, final],
    ]),
    json: {
      ...{ stream, metric, unit, by },
      points: points.map(({ t, group, value, events, final }) => ({
        window_start: iso(t),
        group: group === null ? null : groupOf(group),
        ...{ value, events, final },
      })),
    },
  };
}

/** One row a candle of a group. */
export function candlesToSave({ stream, by }: Panel, group: string, candles: readonly Candle[]): SavedTable {
  const parts = groupParts(group, by);
  const of = Object.fromEntries(by.map((field, index) => [field, parts[index] ?? '']));
  return {
    name: fileName(`${stream}.candles`, candles),
    columns: ['window_start', ...by, 'open', 'high', 'low', 'close', 'final'],
    rows: candles.map(({ t, open, high, low, close, final }) => [
      ...[iso(t), ...Object.values(of)],
      ...[open, high, low, close, final],
    ]),
    json: {
      ...{ stream, group: of },
      candles: candles.map(({ t, ...rest }) => ({ window_start: iso(t), ...rest })),
    },
  };
}
