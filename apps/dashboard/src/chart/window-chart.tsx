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
import { Chart } from './register.ts';

interface WindowChartProps {
  readonly panel: Panel;
  readonly view: DrawnView;
  readonly zone: Zone;
  /** Says in words what the chart shows. */
  readonly label: string;
  /** Told the start of the window that was clicked, or on which Enter was pressed. */
  readonly onPick?: ((startMs: number) => void) | undefined;
  /** Told the stretch of time that was dragged over. */
  readonly onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
}

/** One chart on a canvas. Arrow keys walk from window to window, Enter picks one; a screen reader hears each. */
export function WindowChart({ panel, view, zone, label, onPick, onZoom }: WindowChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<DrawnChart>(undefined);
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
    if (chart.current !== undefined) drawView(chart.current, view, width);
  }, [panel, view, zone, width, dark]);

  const onKeyDown = (event: KeyboardEvent) => {
    const drawn = chart.current;
    if (drawn !== undefined && event.key === 'Enter') {
      const [active] = drawn.getActiveElements();
      const point = active && drawn.data.datasets[active.datasetIndex]?.data[active.index]?.point;
      if (point !== undefined) onPick?.(point.t);
      return;
    }
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (drawn === undefined || move === undefined) return;
    event.preventDefault();
    const data = drawn.data.datasets[0]?.data ?? [];
    const now = drawn.getActiveElements()[0]?.index ?? (move < 0 ? data.length : -1);
    let index = now + move;
    while (data[index] !== undefined && data[index]?.point === undefined) index += move;
    const point = data[index]?.point;
    if (point === undefined) return;
    // A line's second part is what is still open.
    const datasetIndex = point.final || drawn.data.datasets.length === 1 ? 0 : 1;
    const active = [{ datasetIndex, index }];
    drawn.setActiveElements(active);
    drawn.tooltip?.setActiveElements(active, { x: 0, y: 0 });
    drawn.update('none');
    const state = point.final ? 'final' : 'provisional';
    setSpoken(`${formatClockSeconds(point.t, zone)}: ${formatValue(point.value, panel.unit)}, ${state}`);
  };

  return (
    <>
      <canvas ref={canvas} role="img" aria-label={label} tabIndex={0} onKeyDown={onKeyDown} />
      <span className="visually-hidden" aria-live="polite">
        {spoken}
      </span>
    </>
  );
}
