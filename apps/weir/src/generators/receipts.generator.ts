import type { Random } from '../generate/random.ts';
import type { Generator } from './generator.ts';
import { cents } from './money.ts';
import { goods } from './shop-goods.ts';
import { skewedUser } from './skewed-user.ts';

const products = goods.flatMap(([category, all]) =>
  all.map(([product, price]) => ({ product, category, price })),
);
const [cheapest = { product: '', category: '', price: 0 }, ...others] = products;

const paymentMethods = ['card', 'card', 'card', 'cash', 'cash', 'voucher'] as const;
/** Shops are fewer than users: one till does not serve a thousand people at once. */
const usersAShop = 20;

/** One line: mostly one piece of something cheap, seldom a coffee machine; now and then a tenth off. */
function line(random: Random): { text: string; total: number } {
  const drawn = random.pick([cheapest, ...others]);
  const { product, category, price } = drawn.price > 2_000 && random.below(4) > 0 ? cheapest : drawn;
  const quantity = random.pick([1, 1, 1, 1, 2, 2, 3, 6]);
  const whole = price * quantity;
  const total = random.below(12) === 0 ? whole - Math.floor(whole / 10) : whole;
  const text =
    `{"product":${JSON.stringify(product)},"category":"${category}","quantity":${quantity}` +
    `,"unit_price":${cents(price)},"total":${cents(total)}}`;
  return { text, total };
}

/** Receipts of a chain's shops: one to a dozen lines, counted in cents, so that the total is their sum to the cent. */
export const receiptsGenerator: Generator = {
  demoRate: 3,
  create({ random, users }) {
    const shops = Math.max(1, Math.ceil(users / usersAShop));
    return (timeMs) => {
      const shop = skewedUser(random, shops);
      const lines = Array.from({ length: 1 + skewedUser(random, 12) }, () => line(random));
      const total = lines.reduce((sum, one) => sum + one.total, 0);
      return (
        `{"receipt_id":"${random.uuid()}","store_id":"store-${String(shop + 1).padStart(3, '0')}"` +
        `,"cashier_id":"c-${1 + random.below(6)}","issued_at":"${new Date(timeMs).toISOString()}","currency":"EUR"` +
        `,"payment_method":"${random.pick(paymentMethods)}","items":[${lines.map(({ text }) => text).join(',')}]` +
        `,"total":${cents(total)}}`
      );
    };
  },
};
