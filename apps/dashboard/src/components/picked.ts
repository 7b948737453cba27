import type { Panel } from '../panels/panel.ts';
import { groupName } from './group-name.ts';

/** What was clicked: a stretch of one metric, or of the four of a candle. */
export interface Picked {
  readonly panels: readonly [Panel, ...Panel[]];
  /** Windows that start in [fromMs, toMs), in epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Absent: a metric without groups. Null: all groups, but those `named`. */
  readonly group?: string | null | undefined;
  readonly named?: readonly string[];
  /** Absent: live traffic. */
  readonly run?: string | undefined;
}

/** True when all of it is one window: that can be proved. */
export const isOneWindow = ({ panels: [panel], fromMs, toMs }: Picked): boolean =>
  toMs - fromMs === panel.windowMs;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).replaceAll('_', ' ');

/** The metric's title; of several, their names. */
export const titleOf = ({ panels }: Pick<Picked, 'panels'>): string =>
  panels.length === 1
    ? panels[0].title
    : capital(panels.map(({ metric }) => metric.replaceAll('_', ' ')).join(', '));

/** The group in words; undefined for a metric without groups. */
export const groupWords = ({ panels: [panel], group, named = [] }: Picked): string | undefined =>
  group === undefined
    ? undefined
    : group === null && named.length === 0
      ? 'all groups'
      : groupName(group, panel.by);
