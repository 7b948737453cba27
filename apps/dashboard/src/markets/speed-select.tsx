'use client';

import type { Speed } from './market-types.ts';
import { offeredSpeeds, speedWords } from './words.ts';

interface SpeedSelectProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: Speed;
  readonly disabled?: boolean;
  readonly onChange: (speed: Speed) => void;
}

/** How many times as fast as it was a day is replayed. */
export function SpeedSelect({ label, hideLabel = false, value, disabled, onChange }: SpeedSelectProps) {
  // Whoever set it by the API may have chosen another number.
  const speeds = offeredSpeeds.includes(value) ? offeredSpeeds : [value, ...offeredSpeeds];
  return (
    <label className="field inline">
      <span className={hideLabel ? 'visually-hidden' : undefined}>{label}</span>
      <select
        value={String(value)}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value === 'max' ? 'max' : Number(event.target.value))}
      >
        {speeds.map((speed) => (
          <option key={speed} value={String(speed)}>
            {speedWords(speed)}
          </option>
        ))}
      </select>
    </label>
  );
}
