/** A group as people read it: the values of its fields; null is all groups that are not named. */
export function groupName(group: string | null): string {
  if (group === null) return 'all others';
  if (group === '') return '(none)';
  return group.replaceAll(/\\(.)|\|/g, (_, escaped: string | undefined) => escaped ?? ' · ');
}
