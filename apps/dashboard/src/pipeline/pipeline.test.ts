import { metricSum, reasonOf } from './ask-service.ts';
import { rates } from './samples.ts';

test('a metric is summed over its labels, and not with one whose name only begins alike', () => {
  const text = '# HELP a b\na{s="x"} 2\na{s="y"} 3\na_total 9\na_created{s="x"} 7\n';
  expect(metricSum(text, 'a')).toBe(5);
});

test('a service that is not ready speaks for itself, in whichever form', () => {
  expect(reasonOf({ status: 503, text: '{"detail":"no broker"}' })).toBe('no broker');
  expect(reasonOf({ status: 503, text: '{"reason":"joining"}' })).toBe('joining');
  expect(reasonOf({ status: 502, text: '<html>' })).toBe('it is not ready');
});

test('rates come from counters, and a counter that began anew gives none', () => {
  expect(rates({ atMs: 100_000, accepted: 10, logEnd: 10, position: 5 })).toEqual({});
  expect(rates({ atMs: 102_000, accepted: 30, logEnd: 4, position: NaN })).toEqual({ accepted: 10 });
});
