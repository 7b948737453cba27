import { createExecutionReport } from './execution-report.ts';

function setUp(every: number) {
  const lines: string[] = [];
  let now = 0;
  const report = createExecutionReport(
    'counted',
    every,
    { info: (_fields: unknown, line: string) => lines.push(line) } as never,
    () => now,
  );
  return { lines, report, pass: (ms: number) => (now += ms) };
}

test('a line comes every so many messages of a stream, with the speed since the last one', () => {
  const { lines, report, pass } = setUp(1_000);
  report.add('frames', 600, { late: 1 });
  pass(500);
  report.add('frames', 600, { late: 2 });
  report.add('orders', 10, { late: 0 });
  pass(1_000);
  report.add('frames', 2_000, { late: 0 });
  expect(lines).toEqual([
    'frames: 1,200 messages counted in 0.5 s, 2,400 a second, 3 late',
    'frames: 3,200 messages counted in 1.5 s, 2,000 a second, 3 late',
  ]);
});

test('without an interval nothing is said', () => {
  const { lines, report } = setUp(0);
  report.add('frames', 1_000_000, {});
  expect(lines).toEqual([]);
});
