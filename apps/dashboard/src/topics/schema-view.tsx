'use client';

import { useState } from 'react';
import type { SchemaAnswer } from './topic-types.ts';
import { usePolled } from './use-polled.ts';

const words = { same: '', added: 'added: ', removed: 'removed: ' } as const;
const signs = { same: ' ', added: '+', removed: '−' } as const;

/** Lines around a change that are shown with it. */
const context = 3;

/** A long stretch that did not change: only what stands next to a change. */
function shortened(lines: readonly string[], isFirst: boolean, isLast: boolean): readonly string[] {
  const head = isFirst ? 0 : context;
  const tail = isLast ? 0 : context;
  const left = lines.length - head - tail;
  if (left <= 2) return lines;
  return [...lines.slice(0, head), `… ${left} lines are the same`, ...(tail === 0 ? [] : lines.slice(-tail))];
}

function Diff({ diff }: { readonly diff: NonNullable<SchemaAnswer['diff']> }) {
  const lines = diff.parts.flatMap(({ kind, text }, index) => {
    const all = text.replace(/\n$/, '').split('\n');
    const shown = kind === 'same' ? shortened(all, index === 0, index === diff.parts.length - 1) : all;
    return shown.map((line) => ({ kind, line }));
  });
  return (
    <pre
      className="schema-diff"
      tabIndex={0}
      aria-label={`What changed from version ${diff.from} to ${diff.to}`}
    >
      {lines.map(({ kind, line }, index) => (
        <span key={index} className={`diff-${kind}`}>
          <span aria-hidden="true">{signs[kind]} </span>
          {kind !== 'same' && <span className="visually-hidden">{words[kind]}</span>}
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

interface VersionChoiceProps {
  readonly label: string;
  readonly versions: SchemaAnswer['versions'];
  readonly value: number;
  readonly onChange: (version: number) => void;
}

function VersionChoice({ label, versions, value, onChange }: VersionChoiceProps) {
  return (
    <label className="field">
      {label}
      <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {versions.map(({ version, id }) => (
          <option key={version} value={version}>
            version {version} (id {id})
          </option>
        ))}
      </select>
    </label>
  );
}

/** The schemas that the registry has for a topic's values, and what changed between two of them. */
export function SchemaView({ topic }: { readonly topic: string }) {
  const [pair, setPair] = useState<{ from: number; to: number }>();
  const query = pair === undefined ? '' : `?from=${pair.from}&to=${pair.to}`;
  const { data, error } = usePolled<SchemaAnswer>(
    `/api/topics/${encodeURIComponent(topic)}/schema${query}`,
    30_000,
  );
  if (error !== undefined) {
    return (
      <p className="notice bad" role="alert">
        {error}
      </p>
    );
  }
  if (data === undefined) return <p className="quiet">Asking the registry …</p>;
  const { versions, diff, subject } = data;
  const last = versions.at(-1);
  if (last === undefined) {
    return (
      <p className="notice">
        The registry has no schema for {subject}: values are shown as JSON, text or bytes.
      </p>
    );
  }
  return (
    <>
      {diff !== null && (
        <section className="block">
          <h2 className="block-title">What changed</h2>
          <div className="fields topics-tools">
            <VersionChoice
              label="From"
              versions={versions}
              value={diff.from}
              onChange={(from) => setPair({ from, to: diff.to })}
            />
            <VersionChoice
              label="to"
              versions={versions}
              value={diff.to}
              onChange={(to) => setPair({ from: diff.from, to })}
            />
          </div>
          <Diff diff={diff} />
        </section>
      )}
      <section className="block">
        <h2 className="block-title">
          {subject}, version {last.version} <span className="tag">id {last.id}</span>
          {versions.length === 1 && <span className="tag">the only version</span>}
        </h2>
        <pre className="schema-text" tabIndex={0} aria-label="Schema">
          {last.schema}
        </pre>
      </section>
    </>
  );
}
