'use client';

import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { formatValue } from '../format/number-format.ts';
import { formatClockSeconds, type Zone } from '../format/time-format.ts';
import type { Panel } from '../panels/panel.ts';
import type { GroupPoint } from '../panels/use-groups.ts';
import { useDark } from '../preferences/use-dark.ts';
import { readChartLook } from './chart-look.ts';
import { pointAt, type Place } from './point-at.ts';
import { ChartCanvas } from './chart-canvas.tsx';
import { Chart } from './register.ts';
import { stackedConfig, stackedDatasets, type Span, type StackedDrawing } from './stacked-config.ts';
import { useChartWidth } from './use-chart-width.ts';
import { useRangeDrag } from './use-range-drag.ts';
import { placeOf, walkSegments, type Reached } from './walk-segments.ts';
import { zoomByKey, type OnZoom } from './zoom-by-key.ts';

interface StackedChartProps {
  readonly panel: Panel;
  readonly span: Span;
  /** Groups from the greatest on, as they are stacked from below; null for all others. */
  readonly groups: readonly (string | null)[];
  readonly points: readonly GroupPoint[];
  readonly names: (group: string | null) => string;
  readonly zone: Zone;
  readonly label: string;
  /** Told the part of a group in a step that was clicked, or on which Enter was pressed. */
  readonly onPick?: ((point: GroupPoint) => void) | undefined;
  /** Told the stretch of time that was dragged over. */
  readonly onZoom?: OnZoom | undefined;
}

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

/**
 * Groups stacked on each other, the greatest below. Arrow keys walk from step to step and from group to group, Enter picks
 * one, + and - zoom; a screen reader hears each, and the list beside it tells the totals.
 */
export function StackedChart(props: StackedChartProps) {
  const { panel, span, names, zone, label, groups, points, onPick, onZoom } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<StackedDrawing>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const reached = useRef<Reached>(undefined);
  const [spoken, setSpoken] = useState('');
  const width = useChartWidth(canvas);
  const dark = useDark();
  useRangeDrag(canvas, () => chart.current, onZoom);

  useEffect(() => {
    const element = canvas.current;
    if (element?.parentElement == null || width === 0) return;
    const look = readChartLook(element.parentElement, panel.unit);
    const pick = (point: GroupPoint) => latest.current.onPick?.(point);
    const made = new Chart(element, stackedConfig(latest.current, look, width, pick));
    chart.current = made;
    return () => {
      made.destroy();
      // A destroyed chart must not be given data any more: it throws, and the page with it.
      chart.current = undefined;
    };
  }, [panel, span.stepMs, zone, width, dark]);

  useEffect(() => {
    const drawn = chart.current;
    const x = drawn?.options.scales?.['x'];
    const box = canvas.current?.parentElement;
    if (drawn === undefined || x === undefined || box == null) return;
    drawn.data.datasets = stackedDatasets(latest.current, readChartLook(box, panel.unit), width);
    Object.assign(x, { min: span.fromMs, max: span.toMs });
    drawn.update('none');
    // Newer steps have moved it.
    if (reached.current !== undefined) pointAt(drawn, placeOf(drawn, reached.current));
  }, [panel, groups, points, span.fromMs, span.toMs, span.stepMs, zone, width, dark]);

  const onKeyDown = (event: KeyboardEvent) => {
    const drawn = chart.current;
    if (drawn === undefined) return;
    const pointOf = (place: Place | undefined) =>
      place && drawn.data.datasets[place.datasetIndex]?.data[place.index]?.point;
    const at = reached.current && pointOf(placeOf(drawn, reached.current));
    if (event.key === 'Enter') {
      // Or the same key would press the button that a dialog gives the focus to: the one that closes it.
      event.preventDefault();
      if (at !== undefined) onPick?.(at);
      return;
    }
    const atMs = at && at.t + span.stepMs / 2;
    if (zoomByKey(event.key, { ...span, atMs }, onZoom)) return event.preventDefault();
    if (!arrows.includes(event.key)) return;
    event.preventDefault();
    const next = walkSegments(drawn, at, event.key);
    const point = pointOf(next);
    if (point === undefined) return;
    reached.current = point;
    pointAt(drawn, next);
    const state = point.final ? 'final' : 'provisional';
    setSpoken(
      `${formatClockSeconds(point.t, zone)}, ${names(point.group)}: ${formatValue(point.value, panel.unit)}, ${state}`,
    );
  };

  return (
    <ChartCanvas {...{ canvas, label, spoken, onKeyDown }} onLeave={() => (reached.current = undefined)} />
  );
}
