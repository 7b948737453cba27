import { chooseStep } from '../range/choose-step.ts';
import {
  formatClock,
  formatClockSeconds,
  formatDay,
  zoneOffsetMs,
  type Zone,
} from '../format/time-format.ts';

const day = 86_400_000;

/** Where to write times below a chart: at round times of the reader's clock, no closer than `spacing` pixels. */
export function timeTicks(fromMs: number, toMs: number, width: number, zone: Zone, spacing = 76): number[] {
  const most = Math.max(1, Math.floor(width / spacing));
  const step = chooseStep(toMs - fromMs, 1_000, most);
  const offset = zoneOffsetMs(fromMs, zone);
  const ticks: number[] = [];
  // Half a label must fit beside a tick, or it hangs out of the chart.
  const margin = ((toMs - fromMs) / width) * (spacing / 3);
  for (let at = Math.ceil((fromMs + offset) / step) * step - offset; at <= toMs; at += step) {
    if (at >= fromMs + margin && at <= toMs - margin) ticks.push(at);
  }
  return ticks;
}

/** A tick's text: seconds only where ticks are that close, the day at midnight. */
export function tickLabel(at: number, ticks: readonly number[], zone: Zone): string {
  const [first = at, second = first + 60_000] = ticks;
  const step = second - first;
  if (step < 60_000) return formatClockSeconds(at, zone);
  const midnight = (at + zoneOffsetMs(at, zone)) % day === 0;
  return step >= day || midnight ? formatDay(at, zone) : formatClock(at, zone);
}
