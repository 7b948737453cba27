'use client';

import { useState } from 'react';
import type { StreamSection } from '../panels/panel.ts';

interface SendFirstEventProps {
  readonly section: StreamSection;
  /** Address of this dashboard, for the command. */
  readonly origin: string;
  /** For which time there was nothing. */
  readonly span: string;
}

/** What sends one event of a stream, and what sends many. */
export const commandsFor = (section: StreamSection, origin: string): readonly [string, string] => [
  `curl ${origin}${section.path} -H 'content-type: application/json' \\\n  -d ${section.curlBody}`,
  `npx weir generate ${section.stream} --count 1000`,
];

/** Nothing to show, and exactly what to type to change that. */
export function SendFirstEvent({ section, origin, span }: SendFirstEventProps) {
  const commands = commandsFor(section, origin);
  return (
    <div className="empty">
      <p className="empty-title">
        No {section.title.toLowerCase()} in the {span}.
      </p>
      <p>Send one and it appears here within about a second:</p>
      <Command text={commands[0]} name={`curl command for one of ${section.title}`} />
      <p>Or many:</p>
      <Command text={commands[1]} name={`command that generates ${section.title}`} />
    </div>
  );
}

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
