import type { Chart } from 'chart.js';
import { useEffect, useRef, type RefObject } from 'react';

const leastPixels = 8;

/** Dragging over a chart chooses a stretch of time. The click that ends a drag is not passed on. */
export function useRangeDrag(
  canvas: RefObject<HTMLCanvasElement | null>,
  chart: () => Pick<Chart, 'scales' | 'chartArea'> | undefined,
  onZoom: ((fromMs: number, toMs: number) => void) | undefined,
): void {
  const latest = useRef({ chart, onZoom });
  latest.current = { chart, onZoom };
  useEffect(() => {
    const element = canvas.current;
    const box = element?.parentElement;
    if (!element || !box) return;
    const stop = new AbortController();
    const mark = document.createElement('div');
    mark.className = 'drag-mark';
    let startX: number | undefined;
    let dragged = false;
    const xOf = (event: MouseEvent) => {
      const area = latest.current.chart()?.chartArea;
      const x = event.clientX - element.getBoundingClientRect().left;
      return area === undefined ? x : Math.min(area.right, Math.max(area.left, x));
    };
    const end = () => {
      startX = undefined;
      mark.remove();
    };
    const on = <K extends 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel' | 'click'>(
      type: K,
      listener: (event: HTMLElementEventMap[K]) => void,
    ) => element.addEventListener(type, listener, { signal: stop.signal, capture: true });
    on('pointerdown', (event) => {
      dragged = false;
      // A finger scrolls the page; only a mouse or a pen drags over time.
      if (event.button === 0 && event.pointerType !== 'touch' && latest.current.onZoom) startX = xOf(event);
    });
    on('pointermove', (event) => {
      if (startX === undefined) return;
      const x = xOf(event);
      if (!dragged && Math.abs(x - startX) < leastPixels) return;
      if (!dragged) {
        dragged = true;
        element.setPointerCapture(event.pointerId);
        box.append(mark);
      }
      mark.style.left = `${Math.min(x, startX)}px`;
      mark.style.width = `${Math.abs(x - startX)}px`;
    });
    on('pointerup', (event) => {
      const x = latest.current.chart()?.scales['x'];
      if (startX !== undefined && dragged && x !== undefined) {
        const [from = 0, to = 0] = [startX, xOf(event)]
          .map((pixel) => Math.round(x.getValueForPixel(pixel) ?? 0))
          .toSorted((a, b) => a - b);
        if (to > from) latest.current.onZoom?.(from, to);
      }
      end();
    });
    on('pointercancel', end);
    on('click', (event) => {
      if (dragged) event.stopImmediatePropagation();
      dragged = false;
    });
    return () => {
      stop.abort();
      mark.remove();
    };
  }, [canvas]);
}
