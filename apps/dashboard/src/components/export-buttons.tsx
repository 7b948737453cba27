'use client';

import { saveChart } from '../export/save-chart.ts';
import { savePoints } from '../export/save-points.ts';
import type { Point } from '../live/live-state.ts';
import type { Panel } from '../panels/panel.ts';

interface ExportButtonsProps {
  readonly panel: Panel;
  readonly title: string;
  readonly points: readonly Point[];
}

/** The chart's points as CSV or JSON, and the chart as an image. */
export function ExportButtons({ panel, title, points }: ExportButtonsProps) {
  const of = <span className="visually-hidden"> of {title}</span>;
  return (
    <p className="export">
      {(['csv', 'json'] as const).map((form) => (
        <button
          key={form}
          type="button"
          className="button small"
          onClick={() => savePoints(panel, points, form)}
        >
          {form.toUpperCase()}
          {of}
        </button>
      ))}
      <button
        type="button"
        className="button small"
        onClick={(event) => {
          const canvas = event.currentTarget.closest('.panel')?.querySelector('canvas');
          if (canvas) saveChart(canvas, title, `${panel.id}.png`);
        }}
      >
        PNG{of}
      </button>
    </p>
  );
}
