import { selfTimes } from './profile.ts';

test('adds up self time by function and leaves idle time out', () => {
  const frame = (functionName: string, url = '', lineNumber = -1) => ({ functionName, url, lineNumber });
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('(garbage collector)') },
      { id: 3, callFrame: frame('add', 'file:///app/dist/main.js', 9) },
      { id: 4, callFrame: frame('read', 'file:///app/node_modules/avsc/lib/types.js', 4) },
    ],
    samples: [1, 2, 3, 3, 4],
    timeDeltas: [900, 10, 20, 40, 30],
  };
  expect(selfTimes(profile)).toEqual([
    { where: 'add  main.js:10', share: 0.6 },
    { where: 'read  avsc/lib/types.js:5', share: 0.3 },
    { where: '(garbage collector)', share: 0.1 },
  ]);
});
