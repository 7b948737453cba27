import { useEffect, useState, type RefObject } from 'react';

/** Width of what a canvas stands in (px), 0 before it is known. */
export function useChartWidth(canvas: RefObject<HTMLCanvasElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const box = canvas.current?.parentElement;
    if (!box) return;
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, [canvas]);
  return width;
}
