'use client';

import { useState, type FormEvent } from 'react';
import { postJson } from './problem-text.ts';
import type { TopicDetail } from './topic-types.ts';

/** Sends one test message; only there when the server allows it. */
export function ProduceForm({ detail }: { readonly detail: TopicDetail }) {
  const [outcome, setOutcome] = useState<{ good: boolean; text: string }>();
  const isEvents = detail.kind === 'events';
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const key = String(form.get('key') ?? '');
    try {
      await postJson(`/api/topics/${encodeURIComponent(detail.topic)}/messages`, {
        ...(key === '' ? {} : { key }),
        value: String(form.get('value') ?? ''),
      });
      setOutcome({ good: true, text: 'It is in the topic.' });
    } catch (error) {
      setOutcome({ good: false, text: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <details className="card produce">
      <summary>Send a test message</summary>
      <form className="fields" onSubmit={(event) => void submit(event)}>
        {!isEvents && (
          <label className="field">
            Key
            <input name="key" />
          </label>
        )}
        <label className="field wide">
          {isEvents ? 'Event as JSON; it goes through the gateway' : 'Value'}
          <textarea name="value" rows={4} required className="mono" />
        </label>
        <button type="submit" className="button primary">
          Send
        </button>
      </form>
      {outcome !== undefined && (
        <p className={`notice ${outcome.good ? 'good' : 'bad'}`} role="status">
          {outcome.text}
        </p>
      )}
    </details>
  );
}
