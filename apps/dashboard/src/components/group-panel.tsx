'use client';

import type { Zone } from '../format/time-format.ts';
import type { Panel } from '../panels/panel.ts';
import type { TimeRange } from '../range/time-range.ts';
import type { Picked } from './picked.ts';
import { StackedPanel } from './stacked-panel.tsx';
import { TopPanel } from './top-panel.tsx';

export interface GroupPanelProps {
  readonly panel: Panel;
  readonly range: TimeRange;
  readonly rangeWords: string;
  readonly nowMs: number;
  readonly zone: Zone;
  /** Told what was clicked of a chart. */
  readonly onPick: (picked: Picked) => void;
  /** Told the stretch of a group that a row of a table is about. */
  readonly onOpen: (picked: Picked) => void;
  readonly onZoom: (fromMs: number, toMs: number) => void;
}

/** A grouped metric in the form that its definition asks for. */
export const GroupPanel = (props: GroupPanelProps) =>
  props.panel.chart === 'top' ? <TopPanel {...props} /> : <StackedPanel {...props} />;
