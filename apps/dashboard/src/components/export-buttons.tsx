'use client';

import { saveChart } from '../export/save-chart.ts';
import { saveTable } from '../export/save-table.ts';
import type { SavedTable } from '../export/saved-table.ts';

interface ExportButtonsProps {
  readonly title: string;
  /** The numbers, when they are asked for. */
  readonly toSave: () => SavedTable;
  /** Name of the picture of the panel's chart, where it has one. */
  readonly picture?: string | undefined;
}

/** A chart's numbers as CSV or JSON, and the chart as an image. */
export function ExportButtons({ title, toSave, picture }: ExportButtonsProps) {
  const of = <span className="visually-hidden"> of {title}</span>;
  return (
    <p className="export">
      {(['csv', 'json'] as const).map((form) => (
        <button key={form} type="button" className="button small" onClick={() => saveTable(toSave(), form)}>
          {form.toUpperCase()}
          {of}
        </button>
      ))}
      {picture !== undefined && (
        <button
          type="button"
          className="button small"
          onClick={(event) => {
            const canvas = event.currentTarget.closest('.panel')?.querySelector('canvas');
            if (canvas) saveChart(canvas, title, `${picture}.png`);
          }}
        >
          PNG{of}
        </button>
      )}
    </p>
  );
}
