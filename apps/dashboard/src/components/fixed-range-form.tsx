'use client';

import { useState, type FormEvent } from 'react';
import { useZone } from '../preferences/use-zone.ts';
import { fromPickerTime, toPickerTime } from '../range/picker-time.ts';
import type { TimeRange } from '../range/time-range.ts';

interface FixedRangeFormProps {
  readonly nowMs: number;
  readonly range: TimeRange;
  readonly onChange: (range: TimeRange) => void;
}

/** From–to, by the reader's clock. */
export function FixedRangeForm({ nowMs, range, onChange }: FixedRangeFormProps) {
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
