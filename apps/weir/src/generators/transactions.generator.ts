import type { Generator } from './generator.ts';

/** The ten customers, in the order in which they pay. The leading digit says what each pays. */
export const fixedUsers = [
  '0a6f2c1e-8d43-4b7a-9c15-2e7f0b3d6a91',
  '1c9e4d7b-2f60-4a83-b5d2-7a1e9c4f8036',
  '2f3b8a6d-51c7-4e09-8af4-c60d2b9e7148',
  '3d7a0e95-c8b2-4f16-a3e7-9b5c1d4f6082',
  '4e1c6b38-7fa9-4d52-9b06-3f8d7a2c5e10',
  '5b8d2f04-96e3-47c1-8d7a-e14b0c6f9a25',
  '6a4f9c71-0be5-4238-b1c9-5d7e3a8f0264',
  '7e0b5d82-a3f6-4c94-86e1-0c9a4f7b2d53',
  '8c6e1a3f-d472-4b0d-a958-b72f6e0c3d19',
  '9f2d7e50-3c81-4a6b-97f3-6e0a8b5d1c47',
] as const;

/** In whole euros: ten times the leading digit, and 100 for the user with 0. Ten in a row are worth 550. */
const amountOf = (user: string): number => Number(user.charAt(0)) * 10 || 100;

const products = [
  'coffee',
  'grinder',
  'kettle',
  'filter papers',
  'espresso cups',
  'milk jug',
  'scale',
  'beans 1 kg',
] as const;
const paymentMethods = ['card', 'card', 'card', 'transfer', 'wallet', 'cash'] as const;

/** Payments of ten fixed users in strict rotation, so that 10·k messages are worth exactly 550·k. */
export const transactionsGenerator: Generator = {
  demoRate: 20,
  fixedUsers: 'ten fixed users pay in rotation, so that the income is known beforehand',
  expected: {
    metric: 'income',
    worthOf: (index) => amountOf(fixedUsers[index % fixedUsers.length] ?? fixedUsers[0]),
  },
  create({ random }) {
    let index = 0;
    return (timeMs) => {
      const user = fixedUsers[index++ % fixedUsers.length] ?? fixedUsers[0];
      return (
        `{"transaction_id":"${random.uuid()}","user_id":"${user}","amount":"${amountOf(user)}.00","currency":"EUR"` +
        `,"product":"${random.pick(products)}","payment_method":"${random.pick(paymentMethods)}"` +
        `,"created_at":"${new Date(timeMs).toISOString()}"}`
      );
    };
  },
};
