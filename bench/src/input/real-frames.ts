import { createRandom } from './random.ts';

/** A frame's text before, between and after the values of `ts` and `uid`, whichever comes first. */
interface Template {
  readonly parts: readonly [string, string, string];
  readonly tsFirst: boolean;
}

const templateCount = 256;
const words = [
  'Größere Straßenfeste',
  'Съешь же ещё этих',
  'いろはにほへと',
  'C:\\\\temp\\n',
  '\\ud83d\\ude80 \\"quoted\\"',
];

function template(random: () => number): Template {
  const pick = () => words[Math.floor(random() * words.length)] ?? '';
  const bits = () => Math.floor(random() * 2 ** 31).toString(16);
  let body = '';
  while (body.length < 1_050) body += `${pick()} caf\\u00e9 ${bits()}. `;
  const members = [
    `"session":"${bits()}-${bits()}"`,
    `"seq":${Math.floor(random() * 100_000)}`,
    `"url":"https:\\/\\/example.org\\/w?q=%C3%BC&id=${bits()}"`,
    `"title":"${pick()}"`,
    `"agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"`,
    `"screen":{"w":1920,"h":1080,"uid":${Math.floor(random() * 99)},"ts":"12:30"}`,
    `"geo":{"city":"Zürich","lat":47.3769,"lon":8.5417e0,"tz":"Europe\\/Zurich"}`,
    `"items":[{"ts":null,"uid":false,"name":"α-${bits()}"},{"ts":[1],"uid":{"uid":"x"},"name":"β"}]`,
    `"tags":["neu","größe","\\u65e5\\u672c",""]`,
    `"score":${random()}`,
    `"ratio":1.5e-7`,
    `"big":9007199254740993`,
    `"premium":true`,
    `"referrer":null`,
    `"cookies":{"a":"${bits()}","b":{"c":{"d":[1,[2,[3]]]}}}`,
    `"":"a field without a name"`,
    `"price":"12,50 €"`,
    `"channel":"first"`,
    `"channel":"web"`,
    `"body":"${body}"`,
  ];
  const places = [Math.floor(random() * members.length), Math.floor(random() * members.length)].sort(
    (a, b) => a - b,
  );
  const [first = 0, second = 0] = places;
  const tsFirst = random() < 0.5;
  const [one, two] = tsFirst ? ['"ts":', '"uid":"'] : ['"uid":"', '"ts":'];
  const closing = (key: string) => (key === '"ts":' ? '' : '"');
  const text = (some: readonly string[]) => some.map((member) => `${member},`).join('');
  return {
    parts: [
      `{${text(members.slice(0, first))}${one}`,
      `${closing(one)},${text(members.slice(first, second))}${two}`,
      `${closing(two)}${members
        .slice(second)
        .map((member) => `,${member}`)
        .join('')}}`,
    ],
    tsFirst,
  };
}

/**
 * Frames as their clients send them: JSON of some 2 KB, 22 top-level fields in any order, escapes, keys that come twice,
 * nested `ts` and `uid` that mean nothing. The text of frame `index`.
 */
export function realFrames(seed: number): (index: number, ts: number, uid: string) => string {
  const random = createRandom(seed);
  const templates = Array.from({ length: templateCount }, () => template(random));
  return (index, ts, uid) => {
    const { parts, tsFirst } = templates[index % templateCount] as Template;
    const [one, two] = tsFirst ? [String(ts), uid] : [uid, String(ts)];
    return parts[0] + one + parts[1] + two + parts[2];
  };
}
