import { advanceAlert, type AlertState } from './advance-alert.ts';

const second = 1_000;
const ok: AlertState = { state: 'ok', sinceMs: 0 };

/** The states after each look, one a second from 1 s on: `x` where the condition holds. */
function walk(looks: string, forMs: number, from: AlertState = ok): string[] {
  let now = from;
  return [...looks].map((look, i) => {
    now = advanceAlert(now, look === 'x', forMs, (i + 1) * second);
    return `${now.state} ${now.sinceMs / second}`;
  });
}

test('a condition that holds long enough fires, and is resolved when it does not hold any more', () => {
  expect(walk('.xxxx..', 2 * second)).toEqual([
    'ok 0',
    'pending 2',
    'pending 2',
    'firing 4',
    'firing 4',
    'resolved 6',
    'resolved 6',
  ]);
});

test('a condition that holds too shortly never fires, however often', () => {
  const states = walk('xx.xx.xx.', 2 * second);
  expect(states.some((state) => /firing|resolved/.test(state))).toBe(false);
  expect(states.at(-1)).toBe('ok 9');
});

test('without a duration the first look fires', () =>
  expect(walk('x.', 0)).toEqual(['firing 1', 'resolved 2']));

test('what was resolved may fire again', () => {
  expect(walk('xx', second, { state: 'resolved', sinceMs: 0 })).toEqual(['pending 1', 'firing 2']);
  expect(walk('x.', 5 * second, { state: 'resolved', sinceMs: 0 })).toEqual(['pending 1', 'ok 2']);
});
