import { ConfigError } from '@weir/runtime';
import { alertsConfig } from './alerts-config.ts';
import { readRules } from './read-rules.ts';

const read = (...rules: unknown[]) => readRules(JSON.stringify({ rules }));
const problems = (...rules: unknown[]): readonly string[] => {
  const result = read(...rules);
  return result.ok ? [] : result.problems;
};
const threshold = { name: 'low', kind: 'threshold', stream: 'transactions', metric: 'income' };

test('one rule of each kind', () => {
  expect(
    read(
      { ...threshold, below: '12.50', for: '1m' },
      { name: 'silence', kind: 'absence', stream: 'frames', after: '90s' },
      { name: 'behind', kind: 'lag', above: '30s', for: '10s' },
    ),
  ).toEqual({
    ok: true,
    rules: [
      {
        name: 'low',
        kind: 'threshold',
        stream: 'transactions',
        metric: 'income',
        group: '',
        windowMs: 3_000,
        side: 'below',
        limit: '12.50',
        forMs: 60_000,
      },
      { name: 'silence', kind: 'absence', stream: 'frames', afterMs: 90_000, forMs: 0 },
      { name: 'behind', kind: 'lag', aboveMs: 30_000, forMs: 10_000 },
    ],
  });
});

test.each([
  [{ ...threshold, name: '', above: 1 }, 'rule 1, field "name"'],
  [
    { ...threshold, kind: 'treshold', above: 1 },
    'rule "low", field "kind": expected one of threshold, absence, lag',
  ],
  [{ ...threshold, stream: 'nope', above: 1 }, 'rule "low", field "stream": expected one of'],
  [{ ...threshold, metric: 'nope', above: 1 }, 'rule "low", field "metric": expected one of income, count'],
  [threshold, 'rule "low", field "above": expected either "above" or "below"'],
  [{ ...threshold, above: 1, below: 2 }, 'rule "low", field "above": expected either'],
  [{ ...threshold, above: '1.23456' }, 'rule "low", field "above": expected a number'],
  [{ ...threshold, below: 'x' }, 'rule "low", field "below": expected a number'],
  [{ ...threshold, above: 1, for: 30 }, 'rule "low", field "for": expected a duration with its unit'],
  [{ ...threshold, above: 1, group: 'x' }, 'rule "low", field "group": this metric has no groups'],
  [
    { ...threshold, metric: 'income_by_user', above: 1 },
    'rule "low", field "group": this metric is grouped by user_id',
  ],
  [{ ...threshold, above: 1, url: 'x' }, 'rule "low", field "url": unknown'],
  [{ name: 'a', kind: 'absence', stream: 'frames' }, 'rule "a", field "after": expected a duration'],
])('what is wrong is said with the rule and the field: %j', (rule, message) => {
  expect(problems(rule)).toEqual([expect.stringContaining(message)]);
});

test('all problems are told at once, also of two rules with one name', () => {
  const rule = { ...threshold, above: 1 };
  expect(problems(rule, rule, { ...rule, name: 'third', metric: 'x' })).toEqual([
    expect.stringContaining('another rule has this name'),
    expect.stringContaining('rule "third"'),
  ]);
  expect(problems('x')).toEqual(['rule 1: expected an object']);
  for (const text of ['{', '[]', '{"rules":{}}']) expect(readRules(text).ok).toBe(false);
});

test('without a file there are no alerts, and the address of the webhook is a secret', () => {
  expect(alertsConfig({})).toBeUndefined();
  const read = () => alertsConfig({ ALERTS_WEBHOOK_URL: 'ftp://hooks/T0K3N' });
  expect(read).toThrow(ConfigError);
  expect(read).not.toThrow('T0K3N');
});
