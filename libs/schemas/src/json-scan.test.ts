import fc from 'fast-check';
import { createObjectScanner, scanArray } from './json-scan.ts';

const scan = createObjectScanner(['ts', 'uid']);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What the scan found, as values; `rest` as text. */
function read(text: string) {
  const bytes = Buffer.from(text);
  const found = scan(bytes);
  if (found === undefined) return undefined;
  const [ts, uid] = found.values.map((span) =>
    span === undefined ? undefined : (JSON.parse(bytes.toString('utf8', span.start, span.end)) as unknown),
  );
  return { ts, uid, rest: found.rest?.toString() ?? null };
}

/** The same by JSON.parse; undefined for what is no object. */
function oracle(text: string) {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members = value as Record<string, unknown>;
  const { ts, uid, ...rest } = { ts: undefined, uid: undefined, ...members };
  return { ts, uid, rest: Object.keys(rest).length === 0 ? null : rest };
}

function expectAlike(text: string): void {
  const found = read(text);
  const expected = oracle(text);
  expect(
    found === undefined ? undefined : { ...found, rest: found.rest === null ? null : parsed(found.rest) },
  ).toEqual(expected);
}

test('only the top level counts, the last of two equal keys wins, escapes in keys are understood', () => {
  const nested = '{"a":{"ts":"x","uid":1},"ts":1,"b":[{"uid":2}],"\\u0075id":"u","uid":"last"}';
  expect(read(nested)).toEqual({ ts: 1, uid: 'last', rest: '{"a":{"ts":"x","uid":1},"b":[{"uid":2}]}' });
  expect(read('{"uid":"first","\\u0075\\u0069d":"second"}')).toEqual({
    ts: undefined,
    uid: 'second',
    rest: null,
  });
});

test('the rest is kept byte for byte: large numbers, equal keys, spaces, escapes', () => {
  const rest = '"big": 9007199254740993, "k":1,\t"k":2 , "x":"\\u00e9\\/é"';
  expect(read(`{${rest},"ts":1}`)?.rest).toBe(`{${rest}}`);
  expect(read(`{"ts":1 , ${rest} , "uid":"u" }`)?.rest).toBe(`{${rest}}`);
  expect(read('{"a":1,"ts":1,"b":2 ,"uid":"u","c":3}')?.rest).toBe('{"a":1,"b":2,"c":3}');
});

test('a rest of any length is whole, also after a longer one', () => {
  for (const length of [1, 5_000, 400_000, 10]) {
    const rest = `"long":"${'x'.repeat(length)}"`;
    expect(read(`{"ts":1,${rest},"uid":"u"}`)?.rest).toBe(`{${rest}}`);
  }
});

test.each([
  ...[
    '',
    ' ',
    'x',
    '{',
    '}',
    '{}x',
    '{},',
    '[]',
    '1',
    'null',
    '"a"',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{,}',
    '{a:1}',
  ],
  ...[
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":-}',
    '{"a":1e}',
    '{"a":+1}',
    '{"a":0x1}',
    '{"a":NaN}',
    '{"a":tru}',
  ],
  ...[
    '{"a":nulll}',
    '{"a":"\\x"}',
    '{"a":"\\u12g4"}',
    '{"a":"\\u12"}',
    '{"a":"\n"}',
    '{"a":"',
    '{"a":"\\',
    '{"a":[1,]}',
  ],
  ...[
    '{"a":[}',
    '{"a":[1}',
    '{"a":{"b":1]}',
    '{"a":[1 2]}',
    "{'a':1}",
    '{"a":1 "b":2}',
    '{"a" 1}',
    '{"a":[],}',
    '{"a":1}}',
  ],
  ...[
    '\u00a0{}',
    '{\u00a0}',
    '\ufeff{}',
    '{"a":-0.0e-0}',
    ' \t\r\n{ \n} \t',
    '{"a":[ ],"b":{ }}',
    '{"a":1E+2}',
    '{"":""}',
  ],
  ...['{"a":"\u007f\u2028"}', '{"__proto__":{"uid":1},"uid":"a"}', '{"ts":{"ts":1}}'],
])('%j is judged as JSON.parse judges it', (text) => expectAlike(text));

test('nesting is followed 2,000 deep', () => {
  const deep = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)},"ts":1}`;
  const text = deep(1_990);
  expect(scan(Buffer.from(text))?.values[0]).toEqual({ start: text.length - 2, end: text.length - 1 });
  expect(scan(Buffer.from(deep(2_010)))).toBeUndefined();
  expect(scan(Buffer.from(deep(200_000)))).toBeUndefined();
});

const space = fc.stringMatching(/^[ \t\r\n]{0,2}$/);
const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('ts', 'uid', 'a', 'ü', '') },
  fc.string({ unit: 'binary' }),
);
const spaced = fc
  .tuple(fc.array(fc.tuple(key, fc.jsonValue({ maxDepth: 4 })), { maxLength: 6 }), space, space)
  .map(([members, before, after]) => {
    const texts = members.map(
      ([name, value]) => `${JSON.stringify(name)}${before}:${after}${JSON.stringify(value)}`,
    );
    return `${before}{${after}${texts.join(`${after},${before}`)}${before}}${after}`;
  });

test('any object of any values is read as JSON.parse reads it', () => {
  fc.assert(fc.property(spaced, expectAlike), { numRuns: 1_000 });
});

test('the items of an array are found where JSON.parse finds them', () => {
  const itemsOf = (text: string) => {
    const bytes = Buffer.from(text);
    return scanArray(bytes)?.map(({ start, end }) => parsed(bytes.toString('utf8', start, end)));
  };
  const arrays = fc.tuple(fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 6 }), space, space);
  fc.assert(
    fc.property(arrays, ([items, before, after]) => {
      const text = `${before}[${after}${items.map((item) => JSON.stringify(item)).join(`${after},${before}`)}${before}]${after}`;
      expect(itemsOf(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
  for (const text of ['', '[', '[1', '[1,]', '[,]', '[1]x', '{}', '1', '[1 2]', '[1}']) {
    expect(itemsOf(text)).toBeUndefined();
  }
});

test('a document with a byte changed, lost or added is judged as JSON.parse judges it', () => {
  const characters = fc.constantFrom(...'{}[]",:\\ntrue0189.-+eEu/ \n\u0000xé'.split(''));
  const broken = fc
    .tuple(spaced, fc.nat(), fc.nat({ max: 2 }), characters)
    .map(([text, place, cut, inserted]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + (cut === 1 ? '' : inserted) + text.slice(at + (cut === 0 ? 0 : 1));
    })
    // A lone half of a surrogate pair is no UTF-8, which is checked before.
    .filter((text) => text.isWellFormed());
  fc.assert(fc.property(broken, expectAlike), { numRuns: 2_000 });
});
