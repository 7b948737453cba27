import type { BrowsedRecord } from './browsed-record.ts';
import { recordsCsv } from './export-records.ts';
import { maskFor, maskedText, parseMaskedFields } from './mask-fields.ts';
import { parseFieldFilter, recordFilter } from './record-filter.ts';
import { topicRoles } from './topic-roles.ts';
import { streams } from '@weir/streams';

const record = (value: unknown, changes: Partial<BrowsedRecord> = {}): BrowsedRecord => ({
  partition: 0,
  offset: 7,
  timestamp: 0,
  key: 'u1',
  headers: {},
  bytes: 10,
  format: 'json',
  value,
  ...changes,
});

const sale = record({
  user_id: 'u1',
  amount: '12.5000',
  created_at: '2026-01-31T12:00:00.000Z',
  items: [
    { product: 'tea', quantity: 2 },
    { product: 'cup', quantity: 1 },
  ],
  note: null,
});

test.each([
  ['user_id=u1', true],
  ['user_id=u2', false],
  ['amount=12.5', true],
  ['amount>12', true],
  ['amount>=100', false],
  ['amount!=12.5', false],
  ['items.product=cup', true],
  ['items.1.product=tea', false],
  ['items.product!=tea', false],
  ['items.quantity<2', true],
  ['created_at>=2026-01-31T12', true],
  ['created_at<2026-01-31', false],
  ['user_id~U', true],
  ['note=null', true],
  ['nothing=1', false],
  ['__proto__.x=1', false],
])('%s on a sale is %s', (text, expected) => {
  const filter = parseFieldFilter(text);
  if (filter === undefined) throw new Error('not parsed');
  expect(recordFilter({ fields: [filter] })(sale)).toBe(expected);
});

test.each(['user_id', '=x', ''])('is no filter: %s', (text) =>
  expect(parseFieldFilter(text)).toBeUndefined(),
);

test('text is looked for in keys, headers, values and errors, and every condition must hold', () => {
  const find = (text: string, one = sale) => recordFilter({ text, fields: [] })(one);
  expect([find('TEA'), find('coffee'), find('U1')]).toEqual([true, false, true]);
  const broken = record(undefined, {
    format: 'hex',
    hex: 'ff00',
    error: 'schema id 9 is unknown',
    headers: { run: 'ab' },
  });
  expect([find('ff00', broken), find('schema id 9', broken), find('"run":"ab"', broken)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(recordFilter({ key: 'u1', text: 'coffee', fields: [] })(sale)).toBe(false);
});

const roles = topicRoles(streams);

test('a masked field is hidden in values, in keys, in window groups, and from filters', () => {
  const fields = parseMaskedFields(['transactions.user_id']);
  const event = maskFor(roles.get('transactions'), fields)(sale);
  expect(event).toMatchObject({
    key: maskedText,
    value: { user_id: maskedText, amount: '12.5000' },
    masked: true,
  });
  expect(recordFilter({ text: 'u1', fields: [] })(event)).toBe(false);
  const window = record({ metric: 'income_by_user', group: 'u1' }, { key: '|u1|0|0' });
  const seen = maskFor(roles.get('transactions.income_by_user'), fields)(window);
  expect(JSON.stringify(seen)).not.toContain('u1');
  expect(maskFor(roles.get('transactions.income'), fields)(window)).toBe(window);
  expect(maskFor(roles.get('frames'), fields)(sale)).toBe(sale);
});

test('where a copy is told of, its id is hidden if it is a hidden field of its stream', () => {
  const fields = parseMaskedFields(['transactions.transaction_id']);
  const seen = (stream: string) =>
    maskFor(roles.get('duplicates'), fields)(record({ stream, id: 'x-1', at: 5 })).value;
  expect(seen('transactions')).toEqual({ stream: 'transactions', id: maskedText, at: 5 });
  expect(seen('orders')).toEqual({ stream: 'orders', id: 'x-1', at: 5 });
  const opaque = record(undefined, { format: 'text', text: '{"id":"x-1"' });
  expect(JSON.stringify(maskFor(roles.get('duplicates'), fields)(opaque))).not.toContain('x-1');
});

test('what cannot be read as fields is hidden as a whole, and so are headers that tell', () => {
  const fields = parseMaskedFields(['*.user_id', 'frames.uid']);
  const letter = record(undefined, {
    key: 'transactions-0-1',
    format: 'text',
    text: 'user_id: u1',
    headers: { origin: 'transactions-0-1', key: 'u1', detail: '/user_id: expected a string, got "u1"' },
  });
  const seen = maskFor(roles.get('transactions.dlq'), fields)(letter);
  expect(JSON.stringify(seen)).not.toContain('u1');
  expect(seen.key).toBe('transactions-0-1');
  const frame = record({ ts: 1, uid: 'u1', payload: '{"user_id":"u1","n":1}' });
  expect(maskFor(roles.get('frames'), fields)(frame).value).toEqual({
    ts: 1,
    uid: maskedText,
    payload: `{"user_id":"${maskedText}","n":1}`,
  });
});

test.each(['transactions', '.x', 'a..b'])('is no masked field: %s', (entry) =>
  expect(() => parseMaskedFields([entry])).toThrow(/WEIR_MASK_FIELDS/),
);

test('no cell of an export begins like a formula', () => {
  const csv = recordsCsv([
    record({ a: 1 }, { key: '=cmd()' }),
    record(undefined, { format: 'text', text: '+1', key: '@x' }),
  ]);
  expect(csv.split('\n').slice(0, 3)).toEqual([
    'partition,offset,time,key,format,value,headers,error',
    `0,7,1970-01-01T00:00:00.000Z,'=cmd(),json,"{""a"":1}",{},`,
    `0,7,1970-01-01T00:00:00.000Z,'@x,text,'+1,{},`,
  ]);
});
