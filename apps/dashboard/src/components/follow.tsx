'use client';

import { useSearchParams } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { formatValue } from '../format/number-format.ts';
import { formatInstant, stepWords, type Zone } from '../format/time-format.ts';
import { useLive } from '../live/live-store.ts';
import type { Panel } from '../panels/panel.ts';
import { useAnswer } from '../panels/use-answer.ts';
import { useZone } from '../preferences/use-zone.ts';
import type { FollowedEvent } from '../queries/follow-event.ts';
import type { Picked } from './picked.ts';
import { lazyComponent } from './lazy-component.tsx';
import { StreamOptions } from './stream-options.tsx';

const PickedDialogs = lazyComponent(() =>
  import('./picked-dialogs.tsx').then((module) => module.PickedDialogs),
);

interface FollowProps {
  readonly streams: readonly {
    readonly name: string;
    readonly title: string;
    readonly id: string | undefined;
    readonly panels: readonly Panel[];
  }[];
}

const everyMs = 2_000;
const fates = {
  counted: { tone: 'good', text: 'counted' },
  late: { tone: 'warn', text: 'late for it' },
  ahead: { tone: 'warn', text: 'ahead' },
  waiting: { tone: '', text: 'not published yet' },
} as const;

/** A form for what to look for, kept in the address, and the story of each event that was found. */
export function Follow({ streams }: FollowProps) {
  const { nowMs } = useLive();
  const [zone] = useZone();
  const asked = useSearchParams();
  const [picked, setPicked] = useState<Picked>();
  const value = (name: string) => asked.get(name) ?? '';
  const query = new URLSearchParams(
    [...asked].filter(
      ([name, text]) => ['stream', 'id', 'partition', 'offset'].includes(name) && text !== '',
    ),
  ).toString();
  const asks = value('id') !== '' || value('offset') !== '';
  const { value: found, error } = useAnswer<{ events: readonly FollowedEvent[] }>(
    asks && nowMs > 0 ? query : undefined,
    () => `/api/follow?${query}`,
    everyMs,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = [...new FormData(event.currentTarget)].flatMap(([name, text]) =>
      typeof text === 'string' && text.trim() !== '' ? [[name, text.trim()] as [string, string]] : [],
    );
    window.history.pushState(null, '', `/follow?${new URLSearchParams(form)}`);
  };
  return (
    <>
      <form className="card fields" onSubmit={submit} key={query}>
        <label className="field grow">
          Id
          <input name="id" defaultValue={value('id')} size={40} autoComplete="off" spellCheck={false} />
        </label>
        <label className="field">
          Stream
          <select name="stream" defaultValue={value('stream')}>
            <option value="">any</option>
            <StreamOptions streams={streams} />
          </select>
        </label>
        <label className="field">
          or partition
          <input name="partition" defaultValue={value('partition')} inputMode="numeric" size={5} />
        </label>
        <label className="field">
          and offset
          <input name="offset" defaultValue={value('offset')} inputMode="numeric" size={12} />
        </label>
        <button type="submit" className="button primary">
          Follow
        </button>
      </form>
      <div aria-live="polite">
        {error !== undefined && <p className="notice warn block-note">{error}</p>}
        {found?.events.length === 0 && (
          <p className="notice block-note">
            No such event is stored. One that was refused by the gateway never gets here: the answer to its
            POST said why. One that was accepted a moment ago comes within about a second; this page looks
            again.
          </p>
        )}
      </div>
      {found?.events.map((one) => (
        <Story
          key={`${one.stream}-${one.event.partition}-${one.event.offset}`}
          {...{ one, zone }}
          panels={streams.find(({ name }) => name === one.stream)?.panels ?? []}
          onProve={setPicked}
        />
      ))}
      {picked !== undefined && (
        <PickedDialogs picked={picked} zone={zone} onClose={() => setPicked(undefined)} />
      )}
    </>
  );
}

interface StoryProps {
  readonly one: FollowedEvent;
  readonly zone: Zone;
  readonly panels: readonly Panel[];
  readonly onProve: (window: Picked) => void;
}

const later = (ms: number): string =>
  Math.abs(ms) < 10_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1_000)} s`;

function Story({ one, zone, panels, onProve }: StoryProps) {
  const { event, topic, stream, rejected, windows } = one;
  const published = windows
    .filter(({ fate }) => fate === 'counted')
    .map((window) => window.published?.atMs ?? 0);
  const hops = [
    { name: 'Happened', atMs: event.timeMs, what: 'the time that the event itself tells' },
    {
      name: 'Accepted',
      atMs: event.appendedMs,
      what: `by Kafka: topic ${topic}, partition ${event.partition}, offset ${event.offset}`,
    },
    ...(published.length > 0
      ? [
          {
            name: 'Published',
            atMs: Math.max(...published),
            what: 'the newest value of its windows, which counts it',
          },
        ]
      : []),
    ...rejected.map(({ reason, detail, atMs }) => ({ name: reason, atMs, what: detail })),
  ];
  return (
    <section className="block" data-followed={`${event.partition}-${event.offset}`}>
      <h2 className="block-title">
        {stream} · partition {event.partition} · offset {event.offset}
      </h2>
      <div className="card">
        <ol className="hops">
          {hops.map(({ name, atMs, what }, index) => (
            <li key={name}>
              <b>{name}</b> <time dateTime={new Date(atMs).toISOString()}>{formatInstant(atMs, zone)}</time>
              {index > 0 && (
                <span className="quiet"> {later(atMs - (hops[0]?.atMs ?? 0))} after it happened</span>
              )}
              <span className="hop-what">{what}</span>
            </li>
          ))}
        </ol>
        <div className="scroll" tabIndex={0} role="region" aria-label="Windows of this event">
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">Window</th>
                <th scope="col">From – to{zone === 'utc' ? ' (UTC)' : ''}</th>
                <th scope="col">This event</th>
                <th scope="col" className="number">
                  Value of partition {event.partition}
                </th>
                <th scope="col" className="number">
                  Events
                </th>
                <th scope="col">Proof</th>
              </tr>
            </thead>
            <tbody>
              {windows.map((window) => {
                const panel = panels.find(({ metric }) => metric === window.metric);
                if (panel === undefined) return undefined;
                const { published: newest, fate } = window;
                return (
                  <tr key={window.metric} data-window={window.metric}>
                    <th scope="row">{panel.title}</th>
                    <td>{stepWords(window.startMs, panel.windowMs, zone)}</td>
                    <td>
                      <span className={`tag ${fates[fate].tone}`}>{fates[fate].text}</span>
                    </td>
                    <td className="number">
                      {newest === undefined
                        ? '–'
                        : newest.value === null
                          ? `${newest.groups} groups`
                          : formatValue(newest.value, panel.unit)}
                      {newest?.final === false && <span className="quiet"> provisional</span>}
                    </td>
                    <td className="number">
                      {newest === undefined ? '–' : formatValue(newest.events, 'events')}
                    </td>
                    <td>
                      <button
                        type="button"
                        className="button small"
                        onClick={() =>
                          onProve({
                            panels: [panel],
                            fromMs: window.startMs,
                            toMs: window.startMs + panel.windowMs,
                            // Which of the groups is this event's, the list of them tells.
                            ...(panel.by.length === 0 ? {} : { group: null }),
                            ...(event.run === '' ? {} : { run: event.run }),
                          })
                        }
                      >
                        Prove<span className="visually-hidden"> {panel.title}</span>
                      </button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <details className="row-fields" open>
          <summary>Its row</summary>
          <dl className="row-list">
            {Object.entries(event.fields).map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="mono">{text ?? <span className="quiet">null</span>}</dd>
              </div>
            ))}
            {event.run !== '' && (
              <div>
                <dt>run</dt>
                <dd className="mono">{event.run}</dd>
              </div>
            )}
          </dl>
        </details>
      </div>
    </section>
  );
}
