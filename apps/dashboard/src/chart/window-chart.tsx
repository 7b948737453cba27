'use client';

import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { formatValue } from '../format/number-format.ts';
import { formatClockSeconds, type Zone } from '../format/time-format.ts';
import type { Panel } from '../panels/panel.ts';
import { useDark } from '../preferences/use-dark.ts';
import { chartConfig, drawView, type DrawnView, type WindowChart as DrawnChart } from './chart-config.ts';
import { readChartLook } from './chart-look.ts';
import { useChartWidth } from './use-chart-width.ts';
import { useRangeDrag } from './use-range-drag.ts';
import { zoomByKey, type OnZoom } from './zoom-by-key.ts';
import { pointAt, type Place } from './point-at.ts';
import { ChartCanvas } from './chart-canvas.tsx';
import { Chart } from './register.ts';
import type { ChartPoint } from './chart-points.ts';

interface WindowChartProps {
  readonly panel: Panel;
  readonly view: DrawnView;
  readonly zone: Zone;
  /** Says in words what the chart shows. */
  readonly label: string;
  /** Told the start of the window that was clicked, or on which Enter was pressed. */
  readonly onPick?: ((startMs: number) => void) | undefined;
  /** Told the stretch of time that was dragged over. */
  readonly onZoom?: OnZoom | undefined;
}

/** Where the window that begins at `t` is drawn, -1 when it is not. */
const indexOf = (data: readonly ChartPoint[], t: number | undefined): number =>
  t === undefined ? -1 : data.findIndex(({ point }) => point?.t === t);

/** A line's second part is what is still open; bars have one part. */
function placeOf({ data: { datasets } }: DrawnChart, index: number): Place | undefined {
  const point = datasets[0]?.data[index]?.point;
  if (point === undefined) return undefined;
  return { datasetIndex: point.final || datasets.length === 1 ? 0 : 1, index };
}

/** One chart on a canvas. Arrow keys walk from window to window, Enter picks one, + and - zoom; a screen reader hears each. */
export function WindowChart({ panel, view, zone, label, onPick, onZoom }: WindowChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<DrawnChart>(undefined);
  const reached = useRef<number>(undefined);
  const [spoken, setSpoken] = useState('');
  const dark = useDark();

  const width = useChartWidth(canvas);
  const pick = useRef(onPick);
  pick.current = onPick;
  useRangeDrag(canvas, () => chart.current, onZoom);

  // A chart is made anew when its kind of axis or its colours change, and only given new data every second.
  useEffect(() => {
    const element = canvas.current;
    if (element?.parentElement == null || width === 0) return;
    const look = readChartLook(element.parentElement, panel.unit);
    const made = new Chart(
      element,
      chartConfig(panel, view, look, zone, width, (t) => pick.current?.(t)),
    );
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = undefined;
    };
  }, [panel, view.stepMs, zone, width, dark]);

  useEffect(() => {
    const drawn = chart.current;
    if (drawn === undefined) return;
    drawView(drawn, view, width);
    if (reached.current === undefined) return;
    // Newer windows have moved it.
    pointAt(drawn, placeOf(drawn, indexOf(drawn.data.datasets[0]?.data ?? [], reached.current)));
  }, [panel, view, zone, width, dark]);

  const onKeyDown = (event: KeyboardEvent) => {
    const drawn = chart.current;
    if (drawn === undefined) return;
    const data = drawn.data.datasets[0]?.data ?? [];
    const at = indexOf(data, reached.current);
    const point = data[at]?.point;
    if (event.key === 'Enter') {
      // Or the same key would press the button that a dialog gives the focus to: the one that closes it.
      event.preventDefault();
      if (point !== undefined) onPick?.(point.t);
      return;
    }
    const { fromMs, toMs, stepMs } = view;
    const atMs = point && point.t + stepMs / 2;
    if (zoomByKey(event.key, { fromMs, toMs, atMs }, onZoom)) return event.preventDefault();
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    let index = (at < 0 && move < 0 ? data.length : at) + move;
    while (data[index] !== undefined && data[index]?.point === undefined) index += move;
    const next = data[index]?.point;
    if (next === undefined) return;
    reached.current = next.t;
    pointAt(drawn, placeOf(drawn, index));
    const state = next.final ? 'final' : 'provisional';
    setSpoken(`${formatClockSeconds(next.t, zone)}: ${formatValue(next.value, panel.unit)}, ${state}`);
  };

  return (
    <ChartCanvas {...{ canvas, label, spoken, onKeyDown }} onLeave={() => (reached.current = undefined)} />
  );
}
