import type { AuditReport } from '@weir/audit';
import { auditJson } from './audit-json.ts';
import { auditText } from './audit-text.ts';

const counts = {
  windows: 1_200,
  equal: 1_190,
  explained: 10,
  unexplained: 0,
  provisional: 0,
  pending: 0,
  older: 0,
  refused: 0,
  events: 3_600,
  late: 12,
  ahead: 1,
  other: 0,
  waiting: 0,
};

const report = (rest: Partial<AuditReport> = {}): AuditReport => ({
  stream: 'transactions',
  run: undefined,
  fromMs: 0,
  toMs: 3_600_000,
  complete: true,
  metrics: [{ metric: 'income', windowMs: 3_000, ...counts }],
  findings: [],
  log: [
    {
      partition: 0,
      firstOffset: 0,
      lastOffset: 3_619,
      events: 3_613,
      withoutEvent: 10,
      undecodable: 2,
      withoutRecord: 3,
    },
  ],
  seconds: 1.25,
  ...rest,
});

const spoilt = report({
  metrics: [{ metric: 'income', windowMs: 3_000, ...counts, unexplained: 3 }],
  findings: [
    {
      metric: 'income',
      runId: 'r1',
      windowStartMs: 6_000,
      group: '',
      published: '103.75',
      publishedEvents: 3,
      recomputed: '3.75',
      recomputedEvents: 3,
      unstoredOffset: undefined,
      difference: '100',
      differenceEvents: 0,
      reasons: ['as many events are stored as it counts, but they give another value'],
      events: [{ partition: 2, offset: 7, id: 'a1', timeMs: 6_001, appendedMs: 6_002, fate: 'counted' }],
      withoutEvent: [],
    },
  ],
});

test('a clean audit says so, with the table of metrics and the duplicates', () => {
  const text = auditText(report());
  expect(text).toContain('transactions: windows from 1970-01-01T00:00:00.000Z to 1970-01-01T01:00:00.000Z');
  expect(text).toMatch(/metric +windows +events +equal/);
  expect(text).toContain('5 duplicates');
  expect(text).toMatch(/Clean: 1,200 values equal or explained\.$/);
});

test('an unexplained window is named with the numbers, the reason and its events', () => {
  const text = auditText(spoilt);
  expect(text).toContain(
    'income 1970-01-01T00:00:06.000Z (run r1): published 103.75, recomputed 3.75, difference +100',
  );
  expect(text).toContain('2@7  time 1970-01-01T00:00:06.001Z');
  expect(text).toContain('… and 2 more');
  expect(auditJson(spoilt)).toMatchObject({ clean: false, duplicates: 5, findings: [{ run_id: 'r1' }] });
});

test('an interrupted audit is not clean, and an empty range says that it is', () => {
  expect(auditJson(report({ complete: false }))).toMatchObject({ clean: false });
  expect(auditText(report({ complete: false }))).toContain('Interrupted');
  expect(auditText(report({ fromMs: undefined, toMs: undefined, run: '' }))).toBe(
    'transactions, live traffic: nothing is stored there',
  );
});

test('offsets that nobody could ask Kafka about are no duplicates', () => {
  const [log] = report().log ?? [];
  const unasked = auditJson(report({ log: log && [{ ...log, withoutRecord: undefined }] }));
  expect(unasked).toMatchObject({
    duplicates: null,
    duplicates_unknown: expect.stringContaining('partition 0'),
    log: [{ without_record: null }],
  });
});

test('what cannot be known of duplicates is null, with the reason', () => {
  expect(auditJson(report({ log: undefined }))).toMatchObject({ duplicates: null });
  expect(auditJson(report({ stream: 'frames' }))).toMatchObject({
    duplicates: null,
    duplicates_unknown: expect.stringContaining('no id'),
  });
});
