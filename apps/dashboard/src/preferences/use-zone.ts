import type { Zone } from '../format/time-format.ts';
import { useStoredPreference } from './stored-preference.ts';

const zones = ['utc', 'local'] as const satisfies readonly Zone[];

/** Whether times are written in UTC (as windows are cut) or in the reader's own clock. */
export const useZone = (): [Zone, (zone: Zone) => void] => useStoredPreference('weir.zone', zones, 'local');
