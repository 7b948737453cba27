import { formatValue } from '../format/number-format.ts';
import type { Panel } from '../panels/panel.ts';

interface PanelFigureProps {
  /** What it is of the panel's points: their total, the last of them, … */
  readonly label: string | undefined;
  /** Undefined while it is not known. */
  readonly value: number | string | undefined;
  readonly unit: Panel['unit'];
}

/** A panel's one exact number, at the right of its title. */
export const PanelFigure = ({ label, value, unit }: PanelFigureProps) => (
  <p className="panel-figure">
    <span className="panel-figure-label">{label}</span>{' '}
    <data value={value ?? ''}>{value === undefined ? '–' : formatValue(value, unit)}</data>
  </p>
);
