import { streams } from '@weir/streams';
import { isCurrent } from './is-current.ts';
import { sitePages } from './site-pages.ts';

test('every stream of the registry has a page, and no address is there twice', () => {
  const addresses = sitePages.map(({ href }) => href);
  expect(addresses).toEqual(expect.arrayContaining(streams.map(({ name }) => `/streams/${name}`)));
  expect(new Set(addresses).size).toBe(addresses.length);
});

test.each([
  ['/', '/', true],
  ['/', '/topics', false],
  ['/topics', '/topics', true],
  ['/topics', '/topics/frames', true],
  ['/topics', '/topics-of-old', false],
])('%s is shown as open at %s: %s', (href, path, expected) => expect(isCurrent(href, path)).toBe(expected));
