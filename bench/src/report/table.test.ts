import { formatTable } from './table.ts';

test('a table in Markdown, padded so that it reads as it stands', () => {
  const table = formatTable<{ name: string; speed: number }>(
    [
      { head: 'who', align: 'left', cell: ({ name }) => name },
      { head: 'events/s', align: 'right', cell: ({ speed }) => speed.toLocaleString('en-US') },
    ],
    [
      { name: 'weir', speed: 300_000 },
      { name: 'a|b', speed: 7 },
    ],
  );
  expect(table.split('\n')).toEqual([
    '| who  | events/s |',
    '| ---- | -------: |',
    '| weir |  300,000 |',
    '| a\\|b |        7 |',
  ]);
});

test('without rows it is a head', () => {
  expect(formatTable([{ head: 'x', align: 'left', cell: () => '' }], [])).toBe('| x   |\n| --- |');
});
