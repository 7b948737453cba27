import { identifier, literal } from './identifier.ts';

test('names and texts are quoted whatever is in them', () => {
  expect(identifier('items.price')).toBe('`items.price`');
  expect(identifier('a`b')).toBe('`a\\`b`');
  expect(literal("it's a \\ backslash")).toBe("'it\\'s a \\\\ backslash'");
});
