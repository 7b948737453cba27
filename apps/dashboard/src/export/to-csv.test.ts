import { toCsv } from './to-csv.ts';

test('numbers, also negative ones, and plain text are written as they are', () => {
  expect(toCsv(['a', 'b'], [[-1.5, 'x']])).toBe('a,b\r\n-1.5,x\r\n');
});

test('commas, quotes and line breaks are quoted', () => {
  expect(toCsv(['a'], [['x,"y"\nz']])).toBe('a\r\n"x,""y""\nz"\r\n');
});

test.each(['=1+1', '+1+1', '-1+1', '@x', '\tx'])('a spreadsheet does not run %j', (text) => {
  expect(toCsv(['a'], [[text]])).toBe(`a\r\n'${text}\r\n`);
});
