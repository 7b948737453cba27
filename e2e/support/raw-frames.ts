import { seededRandom } from './seeded-random.ts';

/** A frame as its clients write it, and what must become of it. */
export interface RawFrame {
  readonly text: string;
  readonly uid: string;
  /** Epoch ms. */
  readonly timeMs: number;
  /** All members but `ts` and `uid`, as they were written. */
  readonly payload: string;
}

const filler = 'Größe, Съешь же ещё, いろは \\ud83d\\ude80 \\"quoted\\" C:\\\\temp\\n '.repeat(14);

/** Frames of `perSecond` a second from `startMs` on, some 2 KB each: ugly in every way that is allowed. */
export function* rawFrames(
  count: number,
  startMs: number,
  perSecond: number,
  users = 500,
): Generator<RawFrame> {
  const random = seededRandom(count);
  for (let index = 0; index < count; index += 1) {
    const second = Math.floor(index / perSecond);
    const timeMs = startMs + second * 1_000;
    const ts = String(timeMs / 1_000);
    const uid = Math.floor(random() * users)
      .toString(16)
      .padStart(19, '0');
    const rest = [
      `"n":${index}`,
      `"screen": {"uid":${index % 99},"ts":"12:30","w":[{"ts":null},[{"uid":false}]]}`,
      `"big":9007199254740993`,
      `"k":"first"`,
      `"k":"second"`,
      `"":""`,
      `"price" :-1.50e-7`,
      `"body":"${filler}${index}"`,
      ...Array.from(
        { length: 12 },
        (_, field) => `"field_${field}":${field % 2 === 0 ? 'true' : `"${field}-ü"`}`,
      ),
    ];
    const place = (length: number) => Math.floor(random() * (length + 1));
    const members = [...rest];
    members.splice(place(members.length), 0, index % 3 === 0 ? `"uid" : "${uid}"` : `"\\u0075id":"${uid}"`);
    members.splice(place(members.length), 0, `"ts":${ts}`);
    yield { text: `{${members.join(',')}}`, uid, timeMs, payload: `{${rest.join(',')}}` };
  }
}
