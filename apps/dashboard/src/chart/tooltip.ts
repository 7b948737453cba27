import type { ActiveElement, Chart, Plugin, TooltipItem, TooltipOptions } from 'chart.js';

type Item = TooltipItem<'bar' | 'line'>;
type Options = Partial<TooltipOptions<'bar' | 'line'>>;

interface Line {
  readonly text: string;
  readonly font: string;
  readonly height: number;
}

const padding = 10;
const gap = 12;

/**
 * The box that tells a point's exact value: title, a line for each point, footer, beside what is pointed at or was walked to.
 * It takes the options of chart.js's own tooltip as far as charts here use them, in a quarter of its script.
 */
export const tooltip: Plugin = {
  id: 'tooltip',
  afterDraw(chart) {
    const options = chart.config.options?.plugins?.tooltip as Options | undefined;
    if (options === undefined) return;
    const items = itemsOf(chart, options);
    if (items.length > 0) drawBox(chart, items, linesOf(items, options), options);
  },
};

function itemsOf(chart: Chart, { filter, itemSort }: Options): Item[] {
  const items = chart.getActiveElements().map(({ datasetIndex, index, element }: ActiveElement) => {
    const dataset = chart.data.datasets[datasetIndex];
    return { chart, dataset, datasetIndex, dataIndex: index, element, raw: dataset?.data[index] } as Item;
  });
  const shown = filter === undefined ? items : items.filter((item, i) => filter(item, i, items, chart.data));
  return itemSort === undefined ? shown : shown.toSorted((a, b) => itemSort(a, b, chart.data));
}

/** What the callbacks say; they know nothing of the tooltip itself. */
function linesOf(items: Item[], options: Options): Line[] {
  const { title, label, footer } = (options.callbacks ?? {}) as {
    title?: (items: Item[]) => string | string[];
    label?: (item: Item) => string | string[];
    footer?: (items: Item[]) => string | string[];
  };
  const styled = (font: unknown, texts: readonly string[]): Line[] => {
    const { family, size, weight = 'normal' } = font as { family: string; size: number; weight?: string };
    return texts
      .filter((text) => text !== '')
      .map((text) => ({ text, font: `${weight} ${size}px ${family}`, height: Math.round(size * 1.4) }));
  };
  return [
    ...styled(options.titleFont, [title?.(items) ?? []].flat()),
    ...styled(
      options.bodyFont,
      items.flatMap((item) => label?.(item) ?? []),
    ),
    ...styled(options.footerFont, [footer?.(items) ?? []].flat()),
  ];
}

function drawBox(
  { ctx, width, height }: Chart,
  items: readonly Item[],
  lines: readonly Line[],
  options: Options,
): void {
  const mean = (of: (item: Item) => number) => items.reduce((sum, item) => sum + of(item), 0) / items.length;
  ctx.save();
  const textWidth = Math.max(
    ...lines.map(({ text, font }) => {
      ctx.font = font;
      return ctx.measureText(text).width;
    }),
  );
  const box = {
    width: textWidth + 2 * padding,
    height: lines.reduce((sum, line) => sum + line.height, 0) + 2 * padding - 4,
  };
  const x = mean(({ element }) => element.x);
  // At the right of the point where there is room, else at its left; never outside.
  const left = Math.max(0, x + gap + box.width <= width ? x + gap : x - gap - box.width);
  const top = Math.max(0, Math.min(height - box.height, mean(({ element }) => element.y) - box.height / 2));
  ctx.fillStyle = options.backgroundColor as string;
  ctx.beginPath();
  ctx.roundRect(left, top, box.width, box.height, 6);
  ctx.fill();
  ctx.fillStyle = options.titleColor as string;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  let y = top + padding - 2;
  for (const line of lines) {
    ctx.font = line.font;
    ctx.fillText(line.text, left + padding, y + line.height / 2);
    y += line.height;
  }
  ctx.restore();
}
