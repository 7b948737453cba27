import { EventAllowance } from './event-allowance.ts';

const perSecond = () => new EventAllowance({ count: 10, periodMs: 1_000 }, 2);

test('an allowance holds one period, and fills evenly', () => {
  const events = perSecond();
  expect(events.left('a', 0)).toBe(10);
  events.take('a', 10, 0);
  expect([events.left('a', 0), events.left('a', 50), events.left('a', 100)]).toEqual([0, 0, 1]);
  expect(events.left('a', 60_000)).toBe(10);
});

test('what was taken too much is waited for', () => {
  const events = perSecond();
  events.take('a', 35, 0);
  expect(events.left('a', 0)).toBe(-25);
  expect(events.waitMs('a', 1, 0)).toBe(2_600);
  expect([events.left('a', 2_599), events.left('a', 2_600)]).toEqual([0, 1]);
  expect(events.waitMs('a', 1, 2_600)).toBe(0);
});

test('over time no more is let in than the rate, however large the requests', () => {
  const events = perSecond();
  let sent = 0;
  for (let nowMs = 0; nowMs < 100_000; nowMs += 7) {
    if (events.left('a', nowMs) < 1) continue;
    const size = 1 + (nowMs % 37);
    events.take('a', size, nowMs);
    sent += size;
  }
  expect(sent).toBeGreaterThanOrEqual(990);
  // The first period's worth, 100 s of filling, and the debt of the last request.
  expect(sent).toBeLessThanOrEqual(10 + 1_000 + 37);
});

test('callers have their own, a clock that goes back gives nothing, and who was quiet longest is forgotten', () => {
  const events = perSecond();
  events.take('a', 10, 1_000);
  expect(events.left('a', 0)).toBe(0);
  expect(events.left('b', 1_000)).toBe(10);
  expect(events.left('c', 1_000)).toBe(10);
  expect(events.left('a', 1_000)).toBe(10);
});
