'use client';

import { usePathname } from 'next/navigation';
import { useState, type MouseEvent } from 'react';
import { useRange } from '../range/use-range.ts';
import { movingRanges, rangeQuery, type TimeRange } from '../range/time-range.ts';
import { stretchBeside, zoomOut } from '../range/zoom.ts';
import { lazyComponent } from './lazy-component.tsx';

// Only for whoever asks for it, or comes with such a range.
const FixedRangeForm = lazyComponent(() =>
  import('./fixed-range-form.tsx').then((module) => module.FixedRangeForm),
);

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
