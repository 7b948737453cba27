'use client';

import { useZone } from '../preferences/use-zone.ts';
import { formatPrecise } from './topic-format.ts';

/** Times to the millisecond, in the reader's zone. */
export function usePrecise(): (ms: number) => string {
  const [zone] = useZone();
  return (ms) => formatPrecise(ms, zone);
}
