/** Of all groups that are not named. */
export const othersName = 'all others';

/** The values of a group's fields. Of one field it is the value itself; of several they are joined, and escaped. */
export function groupParts(group: string, by: readonly string[]): readonly string[] {
  if (by.length < 2) return [group];
  const parts = [''];
  for (const [, escaped, plain] of group.matchAll(/\\(.)|([^\\])/gsu)) {
    if (plain === '|') parts.push('');
    else parts.push(`${parts.pop() ?? ''}${escaped ?? plain ?? ''}`);
  }
  return parts;
}

/** A group as people read it: the values of its fields; null is all groups that are not named. */
export function groupName(group: string | null, by: readonly string[]): string {
  if (group === null) return othersName;
  if (group === '') return '(none)';
  return groupParts(group, by).join(' · ');
}
