import type { GroupPoint } from '../panels/use-groups.ts';
import type { Place } from './point-at.ts';
import type { StackedDrawing } from './stacked-config.ts';

type Drawn = Pick<StackedDrawing, 'data'>;

/** A segment by what it shows. Its places change when newer steps come. */
export type Reached = Pick<GroupPoint, 't' | 'group'>;

const datasetOf = ({ data }: Drawn, { group }: Reached): number =>
  data.datasets.findIndex((one) => one.data[0]?.point.group === group);

/** Where a segment is drawn now; undefined when it is not any more. */
export function placeOf(drawn: Drawn, at: Reached): Place | undefined {
  const datasetIndex = datasetOf(drawn, at);
  const index = drawn.data.datasets[datasetIndex]?.data.findIndex(({ point }) => point.t === at.t) ?? -1;
  return index < 0 ? undefined : { datasetIndex, index };
}

/** The segments of a step, from below. */
const segmentsAt = (drawn: Drawn, t: number): Place[] =>
  drawn.data.datasets.flatMap(({ data }, datasetIndex) => {
    const index = data.findIndex(({ point }) => point.t === t);
    return index < 0 ? [] : [{ datasetIndex, index }];
  });

/**
 * The segment to which an arrow key leads: left and right to the next step that has any, in the same group where it has
 * one, up and down within a step. Undefined at an end.
 */
export function walkSegments(drawn: Drawn, at: Reached | undefined, key: string): Place | undefined {
  const t = at?.t;
  const group = at === undefined ? 0 : datasetOf(drawn, at);
  const vertical = { ArrowUp: 1, ArrowDown: -1 }[key];
  if (vertical !== undefined && t !== undefined) {
    const segments = segmentsAt(drawn, t);
    return segments[segments.findIndex(({ datasetIndex }) => datasetIndex === group) + vertical];
  }
  const times = drawn.data.datasets.flatMap(({ data }) => data.map(({ point }) => point.t));
  const beside = key === 'ArrowRight' ? times.filter((one) => one > (t ?? -Infinity)) : times;
  const before = beside.filter((one) => one < (t ?? Infinity));
  const next = key === 'ArrowRight' ? Math.min(...beside) : Math.max(...before);
  if (!Number.isFinite(next)) return undefined;
  const segments = segmentsAt(drawn, next);
  return segments.find(({ datasetIndex }) => datasetIndex === group) ?? segments[0];
}
