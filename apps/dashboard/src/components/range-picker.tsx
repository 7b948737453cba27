'use client';

import { usePathname } from 'next/navigation';
import { useState, type FormEvent, type MouseEvent } from 'react';
import { fromPickerTime, toPickerTime } from '../range/picker-time.ts';
import { useRange } from '../range/use-range.ts';
import { movingRanges, rangeQuery, type TimeRange } from '../range/time-range.ts';
import { stretchBeside, zoomOut } from '../range/zoom.ts';
import { useZone } from '../preferences/use-zone.ts';

/** Live, the last so many hours, or from–to; and from each to what lies beside and around it. */
export function RangePicker({ nowMs }: { readonly nowMs: number }) {
  const [range, setRange] = useRange();
  const path = usePathname();
  const [open, setOpen] = useState(false);
  const follow = (next: TimeRange) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return; // a new tab, as with any link
    event.preventDefault();
    setOpen(false);
    setRange(next);
  };
  const fixed = range.kind === 'fixed';
  const ways = [
    { name: 'Earlier', sign: '‹', next: stretchBeside(range, -1, nowMs) },
    { name: 'Later', sign: '›', next: stretchBeside(range, 1, nowMs) },
    { name: 'Zoom out', sign: '−', next: zoomOut(range, nowMs) },
  ];
  return (
    <nav className="range" aria-label="Time range">
      <ul className="range-list">
        {movingRanges.map(({ name, label, words, spanMs }) => {
          const target: TimeRange = { kind: 'moving', name, spanMs };
          const current = range.kind === 'moving' && range.name === name;
          return (
            <li key={name}>
              <a
                href={path + rangeQuery(target)}
                title={`The ${words}`}
                aria-current={current ? 'true' : undefined}
                onClick={follow(target)}
              >
                {label}
              </a>
            </li>
          );
        })}
        <li>
          <button
            type="button"
            aria-expanded={open || fixed}
            aria-current={fixed ? 'true' : undefined}
            onClick={() => setOpen(!open)}
          >
            From – to
          </button>
        </li>
        {ways.map(({ name, sign, next }) => (
          <li key={name}>
            <button
              type="button"
              aria-label={name}
              title={name}
              disabled={nowMs === 0 || next === undefined}
              onClick={() => next && setRange(next)}
            >
              {sign}
            </button>
          </li>
        ))}
      </ul>
      {(open || fixed) && (
        <FixedRangeForm nowMs={nowMs} range={range} onChange={setRange} key={rangeQuery(range)} />
      )}
    </nav>
  );
}

interface FixedRangeFormProps {
  readonly nowMs: number;
  readonly range: TimeRange;
  readonly onChange: (range: TimeRange) => void;
}

function FixedRangeForm({ nowMs, range, onChange }: FixedRangeFormProps) {
  const [zone] = useZone();
  const [error, setError] = useState('');
  const [initial] = useState(nowMs);
  const fromMs = range.kind === 'fixed' ? range.fromMs : initial - range.spanMs;
  const toMs = range.kind === 'fixed' ? range.toMs : initial;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, to] = ['from', 'to'].map((name) => fromPickerTime(String(form.get(name) ?? ''), zone));
    if (from === undefined || to === undefined || Number.isNaN(from + to)) setError('Give both times.');
    else if (from >= to) setError('“From” must be before “to”.');
    else onChange({ kind: 'fixed', fromMs: from, toMs: to });
  };
  // The server does not know the reader's clock: times are filled in once the page is alive.
  const picker = (ms: number) => (nowMs === 0 ? '' : toPickerTime(ms, zone));
  const zoneName = zone === 'utc' ? 'UTC' : 'local time';
  return (
    <form className="range-form" onSubmit={submit} key={`${zone} ${nowMs === 0}`}>
      <label>
        From <span className="visually-hidden">({zoneName})</span>
        <input type="datetime-local" name="from" step="1" required defaultValue={picker(fromMs)} />
      </label>
      <label>
        to <span className="visually-hidden">({zoneName})</span>
        <input type="datetime-local" name="to" step="1" required defaultValue={picker(toMs)} />
      </label>
      <button type="submit">Show</button>
      <p className="range-error" role="alert">
        {error}
      </p>
    </form>
  );
}
