import type { Random } from '../generate/random.ts';

export interface RealFrame {
  readonly random: Random;
  /** Unix seconds. */
  readonly ts: number;
  readonly uid: string;
}

const sentences = [
  'Größere Straßenfeste überfüllen die Altstadt',
  'Съешь же ещё этих мягких французских булок',
  'いろはにほへと ちりぬるを わかよたれそ',
  'emoji \\ud83d\\ude80 and a \\"quoted\\" word',
  'C:\\\\temp\\\\file\\tends\\nhere',
  'caf\\u00e9 cr\\u00e8me \\/ na\\u00efve',
] as const;
const agents = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148',
] as const;

/** About what the other fields leave of 2,000 bytes. */
const bodyLength = 720;

function bodyText(random: Random): string {
  let text = '';
  while (text.length < bodyLength) text += `${random.pick(sentences)}. `;
  return text;
}

/** The members besides `ts` and `uid`, as JSON text: every type, escapes, and inner `uid` and `ts` of other types. */
function members(random: Random, ts: number): string[] {
  const hex = () => random.bits().toString(16);
  return [
    `"session":"${random.uuid()}"`,
    `"seq":${random.below(100_000)}`,
    `"url":"https:\\/\\/example.org\\/w?q=%C3%BC&id=${hex()}"`,
    `"title":"${random.pick(sentences)}"`,
    `"agent":"${random.pick(agents)}"`,
    `"lang":"${random.pick(['de-DE', 'ja', 'ru-RU', 'en'])}"`,
    `"screen":{"w":${800 + random.below(2_000)},"h":1080,"uid":${random.below(99)},"ts":"12:30"}`,
    `"geo":{"city":"Zürich","lat":47.3769,"lon":8.5417e0,"tz":"Europe\\/Zurich"}`,
    `"items":[{"ts":null,"uid":false,"name":"α-${hex()}"},{"ts":[${ts}],"uid":{"uid":"x"},"name":"β"}]`,
    `"tags":["neu","größe","\\u65e5\\u672c",""]`,
    `"score":${random.fraction()}`,
    `"ratio":1.5e-7`,
    `"big":${'9007199254740993'}`,
    `"premium":${random.below(2) === 1}`,
    `"referrer":null`,
    `"cookies":{"a":"${hex()}","b":{"c":{"d":[1,[2,[3]]]}}}`,
    `"":"a field without a name"`,
    `"price":"12,50 €"`,
    `"channel":"first"`,
    `"channel":"${random.pick(['web', 'app'])}"`,
    `"body":"${bodyText(random)}"`,
  ];
}

/**
 * A frame as its real clients send it: some 22 top-level fields in any order, about 2,000 bytes, non-ASCII text,
 * escapes, a key that comes twice, nested `uid` and `ts` that mean nothing.
 */
export function writeRealFrame({ random, ts, uid }: RealFrame): string {
  const all = [...members(random, ts), `"ts":${ts}`, `"uid":"${uid}"`];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [all[last], all[other]] = [all[other] ?? '', all[last] ?? ''];
  }
  return `{${all.join(',')}}`;
}
