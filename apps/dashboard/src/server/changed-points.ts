import type { LivePoint, LivePoints } from '../live/live-message.ts';

const same = (a: LivePoint, b: LivePoint) => a[1] === b[1] && a[2] === b[2] && a[3] === b[3];

/** The points of `current` that are new or differ from `known`, by series; series without any are left out. */
export function changedPoints(
  known: ReadonlyMap<string, readonly LivePoint[]>,
  current: ReadonlyMap<string, readonly LivePoint[]>,
): LivePoints {
  const changed: Record<string, LivePoint[]> = {};
  for (const [id, points] of current) {
    const before = new Map((known.get(id) ?? []).map((point) => [point[0], point]));
    const fresh = points.filter((point) => {
      const old = before.get(point[0]);
      return old === undefined || !same(old, point);
    });
    if (fresh.length > 0) changed[id] = fresh;
  }
  return changed;
}
