import type { TimeRange } from '../range/time-range.ts';
import { zoomIn, zoomOut } from '../range/zoom.ts';

export type OnZoom = (fromMs: number, toMs: number) => void;

interface Shown {
  readonly fromMs: number;
  readonly toMs: number;
  /** The window that the reader has reached; the middle when there is none. */
  readonly atMs: number | undefined;
}

/** `+` looks closer at the window that was reached, `-` at twice the time. True when the key was one of them. */
export function zoomByKey(key: string, { fromMs, toMs, atMs }: Shown, onZoom: OnZoom | undefined): boolean {
  const isIn = key === '+' || key === '=';
  if (onZoom === undefined || (!isIn && key !== '-')) return false;
  const range: TimeRange = { kind: 'fixed', fromMs, toMs };
  const next = isIn ? zoomIn(fromMs, toMs, atMs ?? (fromMs + toMs) / 2) : zoomOut(range, Date.now());
  if (next?.kind === 'fixed') onZoom(next.fromMs, next.toMs);
  return true;
}
