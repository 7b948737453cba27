'use client';

import { useState } from 'react';
import { usePrecise } from './use-precise.ts';
import { formatBytes, formatCount } from './topic-format.ts';
import type { Message } from './topic-types.ts';

const oneLine = ({ value, text, hex, format, error }: Message): string => {
  if (value !== undefined) return JSON.stringify(value);
  if (text !== undefined) return text;
  if (hex !== undefined && hex !== '') return `0x${hex}`;
  return format === 'none' ? '(no value)' : (error ?? '');
};

const inFull = (message: Message): string =>
  message.value === undefined ? oneLine(message) : JSON.stringify(message.value, null, 2);

const formatWords = ({ format, schema_id: id }: Message): string =>
  format === 'avro' ? `Avro, schema ${id}` : format === 'json' ? 'JSON' : format;

function Detail({ topic, message }: { readonly topic: string; readonly message: Message }) {
  const [copied, setCopied] = useState(false);
  const { partition, offset, headers, bytes, error, cut } = message;
  const here = `/topics/${encodeURIComponent(topic)}?partition=${partition}&from=${offset}`;
  const copy = () => void navigator.clipboard?.writeText(inFull(message)).then(() => setCopied(true));
  return (
    <div className="message-detail">
      {error !== undefined && <p className="notice warn">{error}</p>}
      <pre tabIndex={0} aria-label="Value">
        {inFull(message)}
      </pre>
      {cut !== undefined && (
        <p className="quiet">
          The first {formatCount(inFull(message).length)} of {formatCount(cut)} characters.{' '}
          <a
            href={`/api/topics/${encodeURIComponent(topic)}/messages?partition=${partition}&from=${offset}&limit=1&full=1`}
          >
            All of it as JSON
          </a>
        </p>
      )}
      {Object.keys(headers).length > 0 && (
        <dl className="message-headers" aria-label="Headers">
          {Object.entries(headers).map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{text}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="message-foot quiet">
        <span>{formatWords(message)}</span>
        <span>{formatBytes(bytes)}</span>
        <a href={here}>Link to this place</a>
        <button type="button" className="button" onClick={copy}>
          {copied ? 'Copied' : 'Copy the value'}
        </button>
      </p>
    </div>
  );
}

interface MessageRowProps {
  readonly topic: string;
  readonly message: Message;
}

/** One message in a line; it opens to all that is known of it. */
export function MessageRow({ topic, message }: MessageRowProps) {
  const [open, setOpen] = useState(false);
  const precise = usePrecise();
  const { partition, offset, time, key, error } = message;
  const line = oneLine(message);
  return (
    <>
      <tr className={error === undefined ? undefined : 'is-bad'}>
        <td>
          <button type="button" className="row-button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {precise(Date.parse(time))}
            <span className="visually-hidden">, open</span>
          </button>
        </td>
        <td className="number">
          {partition}-{offset}
        </td>
        <td className="mono message-key">{key ?? <span className="quiet">(none)</span>}</td>
        <td className="mono message-value">
          {error !== undefined && <span className="tag bad">cannot be decoded</span>} {line.slice(0, 400)}
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={4}>
            <Detail topic={topic} message={message} />
          </td>
        </tr>
      )}
    </>
  );
}
