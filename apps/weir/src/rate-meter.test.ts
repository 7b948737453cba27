import { createRateMeter } from './rate-meter.ts';

test('a steady rate is that rate, from the beginning', () => {
  const meter = createRateMeter(5_000);
  for (let elapsed = 20; elapsed < 10_000; elapsed += 35) {
    expect(meter.measure(elapsed * 3, 5_000 + elapsed)).toBeCloseTo(3_000, 6);
  }
});

test('a change shows within seconds', () => {
  const meter = createRateMeter(0);
  let done = 0;
  let rate = 0;
  for (let nowMs = 100; nowMs <= 20_000; nowMs += 100) {
    done += nowMs <= 10_000 ? 100 : 0;
    rate = meter.measure(done, nowMs);
    if (nowMs === 10_000) expect(rate).toBeCloseTo(1_000, 6);
  }
  expect(rate).toBeLessThan(5);
});
