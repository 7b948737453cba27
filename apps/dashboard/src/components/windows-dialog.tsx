'use client';

import { useState } from 'react';
import { formatValue, unitWord } from '../format/number-format.ts';
import { formatMoment, stepWords, type Zone } from '../format/time-format.ts';
import type { Point } from '../live/live-state.ts';
import { useAnswer } from '../panels/use-answer.ts';
import type { Groups } from '../panels/use-groups.ts';
import { chooseStep } from '../range/choose-step.ts';
import { groupName } from './group-name.ts';
import { Modal } from './modal.tsx';
import { groupWords, titleOf, type Picked } from './picked.ts';

interface WindowsDialogProps {
  readonly picked: Picked;
  readonly zone: Zone;
  readonly onProve: (window: Picked) => void;
  readonly onClose: () => void;
}

interface Part {
  readonly name: string;
  readonly picked: Picked;
  readonly value: number | string;
  readonly events: number;
  readonly final: boolean;
}

const mostSteps = 240;
const mostGroups = 100;

/** A stretch of a group by steps, newest first: as short as there is room for, down to single windows. */
function useSteps(picked: Picked, zone: Zone): { parts?: readonly Part[]; error?: string } {
  const { panels, group, run, fromMs, toMs } = picked;
  const [{ stream, metric, windowMs }] = panels;
  const step = chooseStep(toMs - fromMs, windowMs, mostSteps);
  const query = new URLSearchParams({
    ...{ stream, metric, from: `${fromMs}`, to: `${toMs}`, step: `${step}` },
    ...(group == null ? {} : { group }),
    ...(run === undefined ? {} : { run }),
  }).toString();
  const key = group === null ? undefined : query;
  const { value, error } = useAnswer<{ points: readonly Point[] }>(
    key,
    () => `/api/series?${query}`,
    undefined,
  );
  const parts = value?.points.toReversed().map(({ t, ...rest }) => ({
    ...rest,
    name: step === windowMs ? formatMoment(t, zone) : stepWords(t, step, zone),
    // The first step and the last may reach beyond what was picked.
    picked: { ...picked, fromMs: Math.max(t, fromMs), toMs: Math.min(t + step, toMs) },
  }));
  return { ...(parts && { parts }), ...(error !== undefined && { error }) };
}

/** The groups of a window that have no colour of their own, greatest first. */
function useOthers(picked: Picked): { parts?: readonly Part[]; more: number; error?: string } {
  const { panels, group, named = [], run, fromMs, toMs } = picked;
  const [{ stream, metric, by }] = panels;
  const query = new URLSearchParams({
    ...{ stream, metric, from: `${fromMs}`, to: `${toMs}`, step: `${toMs - fromMs}`, top: `${mostGroups}` },
    ...(run === undefined ? {} : { run }),
  }).toString();
  const { value, error } = useAnswer<Groups>(
    group === null ? query : undefined,
    () => `/api/series-groups?${query}`,
    undefined,
  );
  const parts = value?.groups
    .filter((one) => !named.includes(one.group))
    .map(({ group: one, ...rest }) => ({
      ...rest,
      name: groupName(one, by),
      picked: { ...picked, group: one },
    }));
  const more = Math.max(0, (value?.groupCount ?? 0) - mostGroups);
  return { more, ...(parts && { parts }), ...(error !== undefined && { error }) };
}

/** What a row of a table or the rest of a bar is made of: windows, or groups, each of which leads to its proof. */
export function WindowsDialog({ picked, zone, onProve, onClose }: WindowsDialogProps) {
  const [path, setPath] = useState<readonly Picked[]>([]);
  const shown = path.at(-1) ?? picked;
  const [panel] = shown.panels;
  const steps = useSteps(shown, zone);
  const others = useOthers(shown);
  const { parts, error } = shown.group === null ? others : steps;
  const whatIs = shown.group === null ? panel.by.join(' · ').replaceAll('_', ' ') : 'window from';
  const isWindow = ({ fromMs, toMs }: Picked) => toMs - fromMs <= panel.windowMs;
  const open = (part: Part) =>
    isWindow(part.picked) ? onProve(part.picked) : setPath([...path, part.picked]);
  const subtitle = [
    `${formatMoment(shown.fromMs, zone)} – ${formatMoment(shown.toMs, zone)}${zone === 'utc' ? ' UTC' : ''}`,
    groupWords(shown),
  ];
  return (
    <Modal
      title={titleOf(shown)}
      subtitle={subtitle.filter((part) => part !== undefined).join(' · ')}
      onClose={onClose}
    >
      <div aria-live="polite">
        {parts === undefined && error === undefined && <p className="notice">Asking for its parts…</p>}
        {error !== undefined && <p className="notice bad">{error}</p>}
        {parts?.length === 0 && <p className="notice">There is nothing in that time any more.</p>}
      </div>
      {parts !== undefined && parts.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={`Parts of ${panel.title}`}>
          <table className="data-table" data-parts={parts.length}>
            <thead>
              <tr>
                <th scope="col">{whatIs}</th>
                <th scope="col" className="number">
                  {shown.panels.length > 1 ? panel.metric : unitWord[panel.unit]}
                </th>
                <th scope="col" className="number">
                  events
                </th>
                <th scope="col">state</th>
                <th scope="col">
                  <span className="visually-hidden">proof</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {parts.map((part) => (
                <tr key={`${part.picked.fromMs} ${part.picked.group ?? ''}`}>
                  <th scope="row">{part.name}</th>
                  <td className="number">{formatValue(part.value, panel.unit)}</td>
                  <td className="number">{formatValue(part.events, 'events')}</td>
                  <td>{part.final ? 'final' : 'provisional'}</td>
                  <td>
                    <button type="button" className="button small" onClick={() => open(part)}>
                      {isWindow(part.picked) ? 'Prove' : 'Open'}
                      <span className="visually-hidden"> {part.name}</span>
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.group === null && others.more > 0 && (
        <p className="quiet">
          There were {formatValue(others.more, 'items')} smaller groups, which are not listed.
        </p>
      )}
      {path.length > 0 && (
        <p className="audit-foot">
          <button type="button" className="button" onClick={() => setPath(path.slice(0, -1))}>
            Back
          </button>
        </p>
      )}
    </Modal>
  );
}
