import { terminalLine } from './terminal-line.ts';

test('says in one line what became of a process', () => {
  const ready = { kind: 'ready', name: 'kafka', afterMs: 3_140, again: false } as const;
  expect(terminalLine(ready, 'localhost:9092')).toBe('kafka        ready on localhost:9092 (3.1 s)');
  expect(terminalLine({ ...ready, again: true })).toBe('kafka        ready again (3.1 s)');
  const ended = {
    kind: 'ended',
    name: 'gateway',
    how: 'exited with 1',
    retryInMs: 500,
    logFile: '/l',
  } as const;
  expect(terminalLine(ended)).toBe('gateway      exited with 1 (its log: /l); starting it again in 0.5 s');
  expect(terminalLine({ ...ended, retryInMs: undefined })).toBe('gateway      exited with 1 (its log: /l)');
});
