import { durationWords } from '../format/time-format.ts';

/** How to read the charts, in one line. */
export function Legend({ graceMs, rolledUp }: { readonly graceMs: number; readonly rolledUp: boolean }) {
  return (
    <ul className="legend" aria-label="How to read the charts">
      <li>
        <span className="swatch final" aria-hidden="true" />
        <b>Final</b>: one window of event time, counted exactly
      </li>
      <li>
        <span className="swatch open" aria-hidden="true" />
        <b>Provisional</b>: still counting; takes late events until {durationWords(graceMs)} after its end
      </li>
      <li>
        <span className="swatch gap" aria-hidden="true" />
        <b>Gap</b>: no event in that time
      </li>
      {rolledUp && (
        <li>
          Over this range windows are drawn together: amounts and events are summed, of unique users the
          highest window is shown, because users cannot be added up.
        </li>
      )}
    </ul>
  );
}
