import { eurex } from './eurex.stream.ts';
import { frames } from './frames.stream.ts';
import { orders } from './orders.stream.ts';
import { receipts } from './receipts.stream.ts';
import type { StreamDefinition } from './stream-definition.ts';
import { transactions } from './transactions.stream.ts';
import { xetra } from './xetra.stream.ts';

/** Every stream of Weir. One line a stream; everything else (topics, routes, tables, pages) follows from it. */
export const streams: readonly StreamDefinition[] = Object.values({
  transactions,
  frames,
  receipts,
  orders,
  xetra,
  eurex,
});

export const streamByName = (name: string): StreamDefinition | undefined =>
  streams.find((stream) => stream.name === name);
