import { compareWindows, windowKey } from './window-values.ts';

const expected = new Map([
  [windowKey('count', '', 0), 5],
  [windowKey('count', '', 1_000), 7],
]);

test('equal in every window is right', () => {
  expect(compareWindows(expected, new Map(expected))).toEqual({
    right: true,
    compared: 2,
    wrong: 0,
    missing: 0,
    surplus: 0,
    example: undefined,
  });
});

test('a different, a missing and a surplus window are each told', () => {
  const actual = new Map([
    [windowKey('count', '', 0), 6],
    [windowKey('count', '', 2_000), 1],
  ]);
  expect(compareWindows(expected, actual)).toEqual({
    right: false,
    compared: 2,
    wrong: 1,
    missing: 1,
    surplus: 1,
    example: 'count||0: 6 instead of 5',
  });
});
