'use client';

import { useLive } from '../live/live-store.ts';
import type { StreamSection } from '../panels/panel.ts';
import { useZone } from '../preferences/use-zone.ts';
import { NewestEvents } from './newest-events.tsx';
import { Command } from './command.tsx';
import { commandsFor } from './send-first-event.tsx';

interface StreamDetailsProps {
  readonly section: StreamSection;
  readonly fields: readonly string[];
  readonly origin: string;
}

/** Below the charts of a stream: its newest events, and how to send more. */
export function StreamDetails({ section, fields, origin }: StreamDetailsProps) {
  const { nowMs } = useLive();
  const [zone] = useZone();
  const [one, many] = commandsFor(section, origin);
  return (
    <>
      <NewestEvents stream={section.stream} fields={fields} nowMs={nowMs} zone={zone} />
      <section className="block" aria-labelledby="send-title">
        <h2 id="send-title" className="block-title">
          Send events
        </h2>
        <div className="card commands">
          <p className="quiet">One, through this page’s own address:</p>
          <Command text={one} name={`curl command for one of ${section.title}`} />
          <p className="quiet">Many:</p>
          <Command text={many} name={`command that generates ${section.title}`} />
        </div>
      </section>
    </>
  );
}
