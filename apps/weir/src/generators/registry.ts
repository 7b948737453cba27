import type { StreamDefinition } from '@weir/streams';
import { eurexGenerator } from './eurex.generator.ts';
import { framesGenerator } from './frames.generator.ts';
import { generatorFromSchema } from './from-schema.ts';
import type { Generator } from './generator.ts';
import { ordersGenerator } from './orders.generator.ts';
import { receiptsGenerator } from './receipts.generator.ts';
import { transactionsGenerator } from './transactions.generator.ts';
import { xetraGenerator } from './xetra.generator.ts';

/** Generators by stream. A stream that is not here gets one made from its schema. */
const generators: Readonly<Record<string, Generator>> = {
  transactions: transactionsGenerator,
  frames: framesGenerator,
  receipts: receiptsGenerator,
  orders: ordersGenerator,
  xetra: xetraGenerator,
  eurex: eurexGenerator,
};

export const generatorFor = (stream: StreamDefinition): Generator =>
  generators[stream.name] ?? generatorFromSchema(stream);
