import { groupName, groupParts } from './group-name.ts';

test('the values of several fields are told apart, whatever characters they have', () => {
  const by = ['security_type', 'put_or_call'];
  expect(groupParts('OPT|Call', by)).toEqual(['OPT', 'Call']);
  expect(groupParts('a\\|b|c\\\\', by)).toEqual(['a|b', 'c\\']);
  expect(groupParts('FUT|', by)).toEqual(['FUT', '']);
  expect(groupName('OPT|Call', by)).toBe('OPT · Call');
});

test('the value of a single field is left as it is', () => {
  expect(groupName('a|b\\c', ['category'])).toBe('a|b\\c');
  expect(groupName('', ['category'])).toBe('(none)');
  expect(groupName(null, ['category'])).toBe('all others');
});
