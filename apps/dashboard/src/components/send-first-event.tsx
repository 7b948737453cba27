'use client';

import type { StreamSection } from '../panels/panel.ts';
import { Command } from './command.tsx';

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
