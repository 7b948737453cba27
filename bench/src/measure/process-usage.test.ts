import { cpuTicks, processUsage, statusBytes } from './process-usage.ts';

test('reads processor time past a name with spaces and parentheses', () => {
  const stat = '42 (a (b) c) S 1 42 42 0 -1 4194304 100 0 0 0 150 50 7 3 20 0 1 0 1000 1 1';
  expect(cpuTicks(stat)).toBe(150 + 50 + 7 + 3);
});

test('reads sizes in kB', () => {
  const status = 'Name:\tx\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n';
  expect([statusBytes(status, 'VmHWM'), statusBytes(status, 'VmRSS')]).toEqual([2 ** 21, 2 ** 20]);
});

test('a process that has ended used nothing', () => {
  expect(processUsage([2 ** 30])).toEqual({ cpuSeconds: 0, peakBytes: 0, residentBytes: 0 });
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('sees this process', () => {
  const usage = processUsage([process.pid]);
  expect(usage.cpuSeconds).toBeGreaterThan(0);
  expect(usage.peakBytes).toBeGreaterThanOrEqual(usage.residentBytes);
  expect(usage.residentBytes).toBeGreaterThan(10 * 2 ** 20);
});
