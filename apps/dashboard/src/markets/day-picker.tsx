'use client';

import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { isDay } from './market-view.ts';
import { addMonths, dayAfterKey, isWeekend, monthOf, weeksOf } from './month.ts';
import { dayWords, monthWords, weekdayWords } from './words.ts';

interface DayPickerProps {
  readonly day: string;
  /** The first and last day that may be chosen. */
  readonly first: string;
  readonly last: string;
  /** Days that are marked. */
  readonly prepared: ReadonlySet<string>;
  readonly onChange: (day: string) => void;
}

/** Any Monday to Sunday. */
const someWeek = weeksOf('2018-01')[0] ?? [];

/**
 * A month with the prepared days marked, for the mouse and the arrow keys, and beside it the browser's own field for a
 * date, which is quicker over years (docs/adr/0016).
 */
export function DayPicker({ day, first, last, prepared, onChange }: DayPickerProps) {
  const [month, setMonth] = useState(monthOf(day));
  const [draft, setDraft] = useState(day);
  /** The day that arrow keys have reached. */
  const [walked, setWalked] = useState(day);
  const grid = useRef<HTMLTableElement>(null);
  const wantsFocus = useRef(false);
  useEffect(() => {
    setMonth(monthOf(day));
    setDraft(day);
    setWalked(day);
  }, [day]);
  useEffect(() => {
    if (wantsFocus.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    wantsFocus.current = false;
  }, [walked]);
  const isOffered = (one: string) => one >= first && one <= last;
  const weeks = weeksOf(month);
  const inMonth = weeks.flat().filter((one) => one !== undefined && isOffered(one));
  // One day of the grid is in the order of Tab; arrows go on from there, Enter chooses.
  const reached = monthOf(walked) === month && isOffered(walked) ? walked : inMonth[0];
  const onKeyDown = (event: KeyboardEvent) => {
    const next = reached === undefined ? undefined : dayAfterKey(reached, event.key);
    if (next === undefined) return;
    event.preventDefault();
    if (!isOffered(next)) return;
    wantsFocus.current = true;
    setWalked(next);
    setMonth(monthOf(next));
  };
  const typed = (text: string) => {
    setDraft(text);
    if (isDay(text) && isOffered(text)) onChange(text);
  };
  const leadsTo = (months: number) => monthOf(addMonths(`${month}-01`, months));
  const turn = (months: number, words: string, sign: string) => {
    const to = leadsTo(months);
    return (
      <button
        type="button"
        className="button small"
        aria-label={words}
        title={words}
        disabled={to < monthOf(first) || to > monthOf(last)}
        onClick={() => setMonth(to)}
      >
        {sign}
      </button>
    );
  };
  return (
    <div className="card calendar">
      <label className="field">
        Day
        <input
          type="date"
          value={draft}
          min={first}
          max={last}
          onChange={(event) => typed(event.target.value)}
        />
      </label>
      <div className="calendar-head">
        {turn(-12, 'A year back', '«')}
        {turn(-1, 'The month before', '‹')}
        <p id="calendar-month" aria-live="polite">
          {monthWords(month)}
        </p>
        {turn(1, 'The next month', '›')}
        {turn(12, 'A year on', '»')}
      </div>
      <table ref={grid} aria-labelledby="calendar-month" onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {someWeek.map((one, index) => {
              const any = one ?? `2018-01-0${index + 1}`;
              return (
                <th key={index} scope="col">
                  <abbr title={weekdayWords(any, 'long')}>{weekdayWords(any, 'short')}</abbr>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, index) => (
            <tr key={index}>
              {week.map((one, weekday) => (
                <td key={weekday}>
                  {one !== undefined && (
                    <button
                      type="button"
                      className={`day${prepared.has(one) ? ' prepared' : ''}${isWeekend(one) ? ' weekend' : ''}`}
                      aria-label={`${dayWords(one)}${prepared.has(one) ? ', prepared' : ''}`}
                      aria-pressed={one === day}
                      tabIndex={one === reached ? 0 : -1}
                      disabled={!isOffered(one)}
                      onClick={() => onChange(one)}
                    >
                      {Number(one.slice(8))}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet calendar-note">
        <span className="prepared-mark" aria-hidden="true" /> prepared days · days are those of the exchange
      </p>
    </div>
  );
}
