'use client';

import { useState } from 'react';

/** A command with a button that copies it. */
export function Command({ text, name }: { readonly text: string; readonly name: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <div className="command">
      <pre tabIndex={0} role="region" aria-label={name}>
        {text}
      </pre>
      <button type="button" onClick={() => void copy()} aria-label={`Copy the ${name}`}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}
