import type { Chart, LineElement, Plugin } from 'chart.js';

/**
 * Fills the ground between a line and zero in the line's background colour, on every chart with lines.
 * chart.js has a plugin for this that can do more, in ten times the script.
 */
export const area: Plugin = {
  id: 'area',
  beforeDatasetDraw(chart, { meta }) {
    if (meta.type === 'line' && meta.dataset !== undefined) fillUnder(chart, meta.dataset as LineElement);
  },
};

function fillUnder({ ctx, chartArea, scales }: Chart, line: LineElement): void {
  const zero = scales['y']?.getPixelForValue(0) ?? chartArea.bottom;
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
  ctx.clip();
  ctx.fillStyle = line.options.backgroundColor as string | CanvasPattern;
  for (const run of line.segments) {
    const [from, to] = [line.points[run.start]?.x, line.points[run.end]?.x];
    if (from == null || to == null) continue;
    ctx.beginPath();
    line.pathSegment(ctx, run, { move: true });
    ctx.lineTo(to, zero);
    ctx.lineTo(from, zero);
    ctx.fill();
  }
  ctx.restore();
}
