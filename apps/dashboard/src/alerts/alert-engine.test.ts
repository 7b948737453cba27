import { createAlertEngine } from './alert-engine.ts';
import { emptyMemory, type AlertMemory } from './alert-memory.ts';
import type { AlertRule } from './alert-rule.ts';
import type { Notification } from './notification.ts';
import { addOwed, afterAttempt, mostAttempts, mostOwed, pauseMs, type Owed } from './outbox.ts';
import type { AlertSources } from './read-condition.ts';

const rule: AlertRule = {
  kind: 'threshold',
  name: 'high',
  stream: 'transactions',
  metric: 'income',
  group: '',
  windowMs: 3_000,
  side: 'above',
  limit: '100',
  forMs: 2_000,
};

/** An engine with a clock, a source and a webhook that the test sets, over a memory that outlives it. */
function bench(rules: readonly AlertRule[] = [rule]) {
  const world = {
    nowMs: 1_000_000,
    value: '50' as string | Error | undefined,
    newest: undefined as number | undefined,
    lag: 0 as number | undefined,
    up: true,
    stored: emptyMemory,
    sent: [] as string[],
    lines: [] as string[],
  };
  const sources: AlertSources = {
    newestFinalWindow: async () => {
      if (world.value instanceof Error) throw world.value;
      return world.value === undefined ? undefined : { startMs: world.nowMs - 13_000, value: world.value };
    },
    newestCounted: async ({ fromMs }) =>
      world.newest !== undefined && world.newest > fromMs ? world.newest : undefined,
    aggregatorLag: async () => world.lag,
  };
  const start = () =>
    createAlertEngine({
      rules,
      sources,
      memory: { load: () => world.stored, save: (memory: AlertMemory) => void (world.stored = memory) },
      send: async ({ status, rule: name, value }: Notification) => {
        if (!world.up) return { ok: false, why: 'it answered 500' };
        world.sent.push(`${name} ${status} ${value}`);
        return { ok: true };
      },
      now: () => world.nowMs,
      describe: () => 'ClickHouse does not answer.',
      log: { info: (line) => world.lines.push(line), warn: (line) => world.lines.push(line) },
    });
  let engine = start();
  return {
    world,
    restart: () => void (engine = start()),
    state: () => engine.view().alerts[0]?.state,
    view: () => engine.view(),
    /** Looks and delivers, a second later each time. */
    async seconds(count: number) {
      for (let i = 0; i < count; i += 1) {
        world.nowMs += 1_000;
        await engine.look();
        await engine.deliver();
      }
    },
  };
}

test('a threshold that is crossed long enough is told once, and its end once', async () => {
  const { world, seconds, state } = bench();
  await seconds(2);
  expect(state()).toBe('ok');
  world.value = '100.0001';
  await seconds(2);
  expect(state()).toBe('pending');
  await seconds(5);
  expect(state()).toBe('firing');
  world.value = '100';
  await seconds(3);
  expect(state()).toBe('resolved');
  expect(world.sent).toEqual(['high firing 100.0001', 'high resolved 100']);
});

test('while the source does not answer nothing changes, and that is said', async () => {
  const { world, seconds, view } = bench();
  world.value = '200';
  await seconds(4);
  world.value = new Error('away');
  await seconds(4);
  expect(view().alerts[0]).toMatchObject({ state: 'firing', problem: 'ClickHouse does not answer.' });
  world.value = '200';
  await seconds(1);
  expect(view().alerts[0]).not.toHaveProperty('problem');
  expect(world.sent).toEqual(['high firing 200']);
});

test('after a restart a firing alert is not told again, and what was owed still is', async () => {
  const { world, seconds, restart, state } = bench();
  world.value = '200';
  await seconds(4);
  restart();
  await seconds(4);
  expect(state()).toBe('firing');
  expect(world.sent).toEqual(['high firing 200']);
  world.up = false;
  world.value = '1';
  await seconds(1);
  restart();
  world.up = true;
  await seconds(3);
  expect(world.sent).toEqual(['high firing 200', 'high resolved 1']);
});

test('a webhook that is down is asked again with growing pauses, and hears all of it in order', async () => {
  const { world, seconds, view } = bench();
  world.up = false;
  world.value = '200';
  await seconds(4);
  world.value = '1';
  await seconds(4);
  expect(world.sent).toEqual([]);
  expect(view().webhook).toEqual({ configured: true, owed: 2, problem: 'it answered 500' });
  expect(world.lines.filter((line) => line.includes('webhook failed'))).toHaveLength(1);
  world.up = true;
  await seconds(10);
  expect(world.sent).toEqual(['high firing 200', 'high resolved 1']);
  expect(view().webhook).toEqual({ configured: true, owed: 0 });
});

test('silence and lag: how long, and what cannot be said counts as both', async () => {
  const { world, seconds, view } = bench([
    { kind: 'absence', name: 'silence', stream: 'frames', afterMs: 10_000, forMs: 0 },
    { kind: 'lag', name: 'behind', aboveMs: 5_000, forMs: 0 },
  ]);
  const states = () => view().alerts.map(({ state }) => state);
  world.newest = world.nowMs;
  await seconds(10);
  expect(states()).toEqual(['ok', 'ok']);
  world.lag = 5.1;
  await seconds(1);
  expect(states()).toEqual(['firing', 'firing']);
  world.newest = world.nowMs;
  world.lag = 1;
  await seconds(1);
  expect(states()).toEqual(['resolved', 'resolved']);
  world.newest = undefined;
  world.lag = undefined;
  await seconds(1);
  expect(states()).toEqual(['firing', 'firing']);
});

test('what waits for a webhook is bounded in number and in attempts', () => {
  const message = (id: string) => ({ id }) as Notification;
  let owed: readonly Owed[] = [];
  for (let i = 0; i < mostOwed + 5; i += 1) owed = addOwed(owed, message(`${i}`));
  expect(owed).toHaveLength(mostOwed);
  expect(owed.at(0)?.notification.id).toBe('5');
  expect([1, 2, 3, 7, 20].map(pauseMs)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const [first] = owed;
    if (first === undefined) throw new Error('nothing owed');
    const after = afterAttempt(owed, first, { ok: false, why: 'x' }, 0);
    expect(after.givenUp).toBe(attempt === mostAttempts);
    owed = after.owed;
  }
  expect(owed.at(0)?.notification.id).toBe('6');
});
