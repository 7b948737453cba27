'use client';

import { useState, type ReactNode } from 'react';
import { formatMoment, type Zone } from '../format/time-format.ts';
import { useLive } from '../live/live-store.ts';
import type { StreamSection as Section } from '../panels/panel.ts';
import { useZone } from '../preferences/use-zone.ts';
import { movingRanges, type TimeRange } from '../range/time-range.ts';
import { useRange } from '../range/use-range.ts';
import { Legend } from './legend.tsx';
import { PauseButton } from './pause-button.tsx';
import { isOneWindow, type Picked } from './picked.ts';
import { RangePicker } from './range-picker.tsx';
import { StreamSection } from './stream-section.tsx';
import { lazyComponent } from './lazy-component.tsx';

const PickedDialogs = lazyComponent(() =>
  import('./picked-dialogs.tsx').then((module) => module.PickedDialogs),
);

interface OverviewProps {
  readonly sections: readonly Section[];
  readonly origin: string;
  /** The one stream of a stream's page: its name is the page's title already. */
  readonly alone?: boolean;
  readonly children?: ReactNode;
}

/** Streams over one range of time. A bar that is one window leads to its proof; one of many, to those. */
export function Overview({ sections, origin, alone = false, children }: OverviewProps) {
  const { nowMs } = useLive();
  const [range, setRange] = useRange();
  const [zone] = useZone();
  const [picked, setPicked] = useState<Picked>();
  const words = wordsFor(range, zone, nowMs > 0);
  const graceMs = Math.max(...sections.map((section) => section.graceMs));
  const onZoom = (fromMs: number, toMs: number) => setRange({ kind: 'fixed', fromMs, toMs });
  const onPick = (one: Picked) => (isOneWindow(one) ? setPicked(one) : onZoom(one.fromMs, one.toMs));
  return (
    <>
      <div className="toolbar">
        <div className="toolbar-range">
          <RangePicker nowMs={nowMs} />
          <PauseButton />
        </div>
        <Legend graceMs={graceMs} rolledUp={range.kind === 'fixed' || range.name !== 'live'} />
      </div>
      {children}
      {sections.map((section) => (
        <StreamSection
          key={section.stream}
          section={section}
          range={range}
          rangeWords={words}
          nowMs={nowMs}
          zone={zone}
          origin={origin}
          alone={alone}
          onPick={onPick}
          onOpen={setPicked}
          onZoom={onZoom}
        />
      ))}
      {picked !== undefined && (
        <PickedDialogs picked={picked} zone={zone} onClose={() => setPicked(undefined)} />
      )}
    </>
  );
}

/** The range as it is put after "in the". Times only once the page is alive: the server does not know the locale. */
export function wordsFor(range: TimeRange, zone: Zone, alive: boolean): string {
  if (range.kind === 'moving') return movingRanges.find(({ name }) => name === range.name)?.words ?? '';
  if (!alive) return 'chosen time';
  return `time from ${formatMoment(range.fromMs, zone)} to ${formatMoment(range.toMs, zone)}`;
}
