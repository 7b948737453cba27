import { streamByName } from '@weir/streams';
import { panelOf, type Panel } from '../panels/panel.ts';
import { candlesToSave, groupsToSave, pointsToSave } from './saved-table.ts';
import { toCsv } from './to-csv.ts';

function panelNamed(stream: string, metric: string): Panel {
  const found = streamByName(stream);
  const definition = found?.metrics.find(({ name }) => name === metric);
  if (found === undefined || definition === undefined) throw new Error(`no ${stream}.${metric}`);
  return panelOf(found, definition);
}

const rest = { events: 3, final: true };

test('a chart without groups is one row a step', () => {
  const saved = pointsToSave(panelNamed('transactions', 'income'), [{ t: 3_000, value: '0.10', ...rest }]);
  expect(saved.name).toBe('transactions.income-1970-01-01T00-00-03-000Z');
  expect(toCsv(saved.columns, saved.rows)).toBe(
    'window_start,income,events,final\r\n1970-01-01T00:00:03.000Z,0.10,3,true\r\n',
  );
});

test('groups are one row a step and group: a column for each field, exact values, no formula, the rest by its name', () => {
  const panel = panelNamed('eurex', 'contracts_by_type');
  const saved = groupsToSave(panel, [
    { t: 0, group: 'OPT|Call', value: '900719925474099.1234', ...rest },
    { t: 0, group: '=1\\|2|', value: '-5.00', ...rest },
    { t: 0, group: null, value: '7.00', ...rest },
  ]);
  expect(toCsv(saved.columns, saved.rows).split('\r\n')).toEqual([
    'window_start,security_type,put_or_call,contracts_by_type,events,final',
    '1970-01-01T00:00:00.000Z,OPT,Call,900719925474099.1234,3,true',
    `1970-01-01T00:00:00.000Z,'=1|2,,-5.00,3,true`,
    '1970-01-01T00:00:00.000Z,all others,,7.00,3,true',
    '',
  ]);
  expect(saved.json).toMatchObject({
    by: ['security_type', 'put_or_call'],
    points: [
      { group: { security_type: 'OPT', put_or_call: 'Call' }, value: '900719925474099.1234' },
      { group: { security_type: '=1|2', put_or_call: '' } },
      { group: null },
    ],
  });
});

test('candles are one row each, with the security that they are of', () => {
  const prices = { open: '1.00', high: '2.00', low: '0.50', close: '1.50', final: false };
  const saved = candlesToSave(panelNamed('xetra', 'open'), '@SAP', [{ t: 60_000, ...prices }]);
  expect(saved.name).toBe('xetra.candles-1970-01-01T00-01-00-000Z');
  expect(toCsv(saved.columns, saved.rows)).toBe(
    "window_start,mnemonic,open,high,low,close,final\r\n1970-01-01T00:01:00.000Z,'@SAP,1.00,2.00,0.50,1.50,false\r\n",
  );
});
