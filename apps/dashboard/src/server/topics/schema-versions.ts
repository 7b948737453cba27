import { diffLines } from 'diff';
import { badParameter } from './answer.ts';
import { kafka } from './kafka.ts';

/** A stretch of lines that two versions share, or that only one has. */
export interface DiffPart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** The versions of a topic's value schema, and what changed from one to another (by default the last two). */
export async function schemaVersions(topic: string, from?: number, to?: number) {
  const subject = `${topic}-value`;
  const versions = await kafka().registry.versionsOf(subject);
  const last = versions.at(-1);
  const newer = to === undefined ? last : versions.find(({ version }) => version === to);
  const older = from === undefined ? versions.at(-2) : versions.find(({ version }) => version === from);
  if (to !== undefined && newer === undefined) throw badParameter('to', 'there is no such version');
  if (from !== undefined && older === undefined) throw badParameter('from', 'there is no such version');
  const diff =
    newer === undefined || older === undefined
      ? null
      : {
          from: older.version,
          to: newer.version,
          parts: diffLines(older.schema, newer.schema).map(({ added, removed, value }): DiffPart => ({
            kind: added ? 'added' : removed ? 'removed' : 'same',
            text: value,
          })),
        };
  return { subject, versions, diff };
}
