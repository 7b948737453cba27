'use client';

import { useState, type FormEvent } from 'react';
import { fromPickerTime } from '../range/picker-time.ts';
import { useZone } from '../preferences/use-zone.ts';
import type { MessageQuery } from './message-query.ts';

const starts = [
  { value: 'newest', label: 'the newest' },
  { value: 'oldest', label: 'the oldest' },
  { value: 'time', label: 'a time' },
  { value: 'offset', label: 'an offset' },
] as const;

const startOf = (from: string): (typeof starts)[number]['value'] => {
  if (from === 'newest' || from === 'oldest') return from;
  return /^\d{1,15}$/.test(from) ? 'offset' : 'time';
};

interface MessageFormProps {
  readonly query: MessageQuery;
  readonly partitions: number;
  readonly onSearch: (query: MessageQuery) => void;
}

/** Where to begin and what to look for. */
export function MessageForm({ query, partitions, onSearch }: MessageFormProps) {
  const [zone] = useZone();
  const [start, setStart] = useState(startOf(query.from));
  const [error, setError] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    let from: string = start;
    if (start === 'offset') from = text('offset');
    if (start === 'time') {
      const ms = fromPickerTime(text('time'), zone);
      from = Number.isNaN(ms) ? '' : new Date(ms).toISOString();
    }
    if (from === '') return setError(start === 'time' ? 'Give a time.' : 'Give an offset.');
    setError('');
    onSearch({ from, partition: text('partition'), q: text('q'), key: text('key'), fields: text('fields') });
  };
  const zoneName = zone === 'utc' ? 'UTC' : 'local time';
  return (
    <form className="fields message-form" onSubmit={submit} aria-label="Search messages">
      <label className="field">
        From
        <select value={start} onChange={(event) => setStart(event.target.value as typeof start)}>
          {starts.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {start === 'time' && (
        <label className="field">
          Time ({zoneName})
          <input type="datetime-local" name="time" step="0.001" required />
        </label>
      )}
      {start === 'offset' && (
        <label className="field">
          Offset
          <input
            name="offset"
            inputMode="numeric"
            pattern="[0-9]+"
            required
            size={10}
            defaultValue={startOf(query.from) === 'offset' ? query.from : ''}
          />
        </label>
      )}
      <label className="field">
        Partition
        <select name="partition" defaultValue={query.partition}>
          <option value="">all</option>
          {Array.from({ length: partitions }, (_, partition) => (
            <option key={partition} value={partition}>
              {partition}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        Text anywhere
        <input type="search" name="q" defaultValue={query.q} />
      </label>
      <label className="field">
        Key
        <input type="search" name="key" defaultValue={query.key} />
      </label>
      <label className="field wide">
        Fields
        <input
          type="search"
          name="fields"
          defaultValue={query.fields}
          placeholder="amount>=100; currency=EUR"
          title="Conditions such as amount>=100 or items.product~tea, with ; between them. Operators: = != > >= < <= ~ (contains)"
        />
      </label>
      <button type="submit" className="button primary">
        Search
      </button>
      <p className="range-error" role="alert">
        {error}
      </p>
    </form>
  );
}
