import { windowKey, type WindowValues } from '../measure/window-values.ts';
import { countWindows } from './count-windows.ts';
import { inputStartMs, type FrameColumns } from './frames-input.ts';

/** The right answer for the three metrics of `frames`. */
export function expectedFrames({ seconds, users }: FrameColumns): WindowValues {
  const values = new Map<string, number>();
  countWindows(seconds, users, 1, (second, frames, unique) => {
    const startMs = inputStartMs + second * 1_000;
    values.set(windowKey('count', '', startMs), frames);
    values.set(windowKey('users_1s', '', startMs), unique);
  });
  countWindows(seconds, users, 60, (minute, _frames, unique) => {
    values.set(windowKey('users_1m', '', inputStartMs + minute * 60_000), unique);
  });
  return values;
}
