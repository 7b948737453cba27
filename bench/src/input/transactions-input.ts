import { windowKey, type WindowValues } from '../measure/window-values.ts';
import { countWindows } from './count-windows.ts';
import { inputStartMs } from './frames-input.ts';
import { createRandom } from './random.ts';

export interface TransactionsInput {
  /** Different transactions. */
  readonly events: number;
  readonly perSecond: number;
  readonly users: number;
  readonly shuffleMs: number;
  /** Share of transactions that are sent a second time, soon after. */
  readonly repeated: number;
  readonly seed: number;
}

/** Transactions as columns, and the order in which they are sent. */
export interface TransactionColumns {
  /** Event time, ms since `inputStartMs`. */
  readonly times: Int32Array;
  readonly users: Int32Array;
  /** In cents. */
  readonly amounts: Int32Array;
  /** Index of the transaction that is sent; a repeated one comes twice. */
  readonly sent: Int32Array;
}

/** How many others come between a transaction and its repetition. */
const repeatedAfter = 1_000;

export function transactionColumns(input: TransactionsInput): TransactionColumns {
  const { events, perSecond, users: userCount, shuffleMs, repeated, seed } = input;
  const random = createRandom(seed);
  const times = new Int32Array(events);
  const users = new Int32Array(events);
  const amounts = new Int32Array(events);
  const sent: number[] = [];
  for (let index = 0; index < events; index += 1) {
    times[index] = Math.floor((index * 1_000) / perSecond + random() * shuffleMs);
    users[index] = Math.min(userCount - 1, Math.floor(Math.exp(random() * Math.log(userCount + 1))) - 1);
    amounts[index] = 1 + Math.floor(random() * 50_000);
    sent.push(index);
    if (index >= repeatedAfter && random() < repeated) sent.push(index - repeatedAfter);
  }
  return { times, users, amounts, sent: Int32Array.from(sent) };
}

export const userIdOf = (user: number): string => `user-${String(user).padStart(6, '0')}`;

/** Units of 10^-4 in a cent. */
const unitsInCent = 100;

/** The right answer for the five metrics of `transactions`: every transaction once, however often it was sent. */
export function expectedTransactions({ times, users, amounts }: TransactionColumns): WindowValues {
  const values = new Map<string, number>();
  const addTo = (key: string, value: number) => values.set(key, (values.get(key) ?? 0) + value);
  times.forEach((time, index) => {
    const startMs = inputStartMs + time - (time % 3_000);
    const units = (amounts[index] ?? 0) * unitsInCent;
    addTo(windowKey('count', '', startMs), 1);
    addTo(windowKey('income', '', startMs), units);
    addTo(windowKey('income_by_user', userIdOf(users[index] ?? 0), startMs), units);
  });
  for (const [metric, sizeMs] of [
    ['users_1s', 1_000],
    ['users_1m', 60_000],
  ] as const) {
    countWindows(times, users, sizeMs, (window, _events, unique) => {
      values.set(windowKey(metric, '', inputStartMs + window * sizeMs), unique);
    });
  }
  return values;
}
