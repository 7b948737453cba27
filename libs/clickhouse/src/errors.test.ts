import { ClickHouseError } from '@clickhouse/client';
import { clearError, ClickHouseRefused, ClickHouseUnavailable } from './errors.ts';

const url = 'http://localhost:8123';

test('a refused connection names the address and says what is wrong there', () => {
  const error = clearError(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), url);
  expect(error).toBeInstanceOf(ClickHouseUnavailable);
  expect(error.message).toBe('ClickHouse does not answer at http://localhost:8123: nothing listens there');
});

test('a time-out is said in words', () => {
  expect(clearError(new Error('Timeout error.'), url).message).toContain('no answer in time');
});

test('an answer without a reason (another service on that port) is not passed on as an empty line', () => {
  expect(clearError(new Error(''), url).message).toContain('the answer is not one of ClickHouse');
});

test('a refused query keeps the server’s reason and type, on one line', () => {
  const refused = new ClickHouseError({
    message: 'Table t.x\ndoes not exist. ',
    code: '60',
    type: 'UNKNOWN_TABLE',
  });
  const error = clearError(refused, url);
  expect(error).toBeInstanceOf(ClickHouseRefused);
  expect(error).toMatchObject({ type: 'UNKNOWN_TABLE' });
  expect(error.message).toBe('ClickHouse refused the query (UNKNOWN_TABLE): Table t.x does not exist.');
});

test('an error that is clear already stays as it is', () => {
  const clear = new ClickHouseUnavailable('x');
  expect(clearError(clear, url)).toBe(clear);
});
