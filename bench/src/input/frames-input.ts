import { createRandom } from './random.ts';

export interface FramesInput {
  readonly events: number;
  /** Frames in a second of event time. */
  readonly perSecond: number;
  readonly users: number;
  /** `skewed`: a few users send most (Zipf, exponent 1). `even`: every user equally often, in no order. */
  readonly spread: 'skewed' | 'even';
  /** Frames come up to so many seconds of event time out of order. Must stay within the stream's grace. */
  readonly shuffleSeconds: number;
  readonly seed: number;
}

/** Frames as two columns, in the order in which they are sent. */
export interface FrameColumns {
  /** Event time in seconds since `inputStartMs`. */
  readonly seconds: Int32Array;
  /** Index of the user. */
  readonly users: Int32Array;
}

/** Event time of the first second. Long past, so that nothing is ever ahead of the broker's clock; on a full hour. */
export const inputStartMs = Date.UTC(2025, 0, 1);

/** So long after the last event is the marker that ends a partition: every window before it is closed by it. */
export const markerLeadMs = 600_000;

/** A prime: steps of it, modulo a smaller number of users, visit each user once a round, in no visible order. */
const stride = 982_451_653;

/** The same input for the same description, on every machine. */
export function frameColumns(input: FramesInput): FrameColumns {
  const { events, perSecond, users: userCount, spread, shuffleSeconds, seed } = input;
  const random = createRandom(seed);
  const seconds = new Int32Array(events);
  const users = new Int32Array(events);
  const logUsers = Math.log(userCount + 1);
  let turn = 0;
  for (let index = 0; index < events; index += 1) {
    seconds[index] = Math.floor(index / perSecond + random() * shuffleSeconds);
    if (spread === 'even') users[index] = turn = (turn + stride) % userCount;
    else users[index] = Math.min(userCount - 1, Math.floor(Math.exp(random() * logUsers)) - 1);
  }
  return { seconds, users };
}

const spread32 = (value: number): number => {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};

const hex = (bits: number, length: number) => bits.toString(16).padStart(8, '0').slice(0, length);

/** 19 hexadecimal characters, different for every user. */
export function uidOf(user: number): string {
  const bits = spread32(user + 1);
  return hex(bits, 8) + hex(spread32(bits ^ 0x5bd1e995), 8) + hex(spread32(bits + 0x27d4eb2f), 3);
}
