import type { Generator } from './generator.ts';
import { cents } from './money.ts';
import { skewedUser } from './skewed-user.ts';

interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  /** In cents. */
  readonly price: number;
}

const product = (id: string, name: string, category: string, price: number): Product => ({
  id,
  name,
  category,
  price,
});

const catalogue = [
  product('p-101', 'Linen shirt', 'clothing', 4_990),
  product('p-102', 'Rain jacket', 'clothing', 12_900),
  product('p-103', 'Wool socks', 'clothing', 1_290),
  product('p-118', 'Trail running shoe', 'shoes', 11_990),
  product('p-119', 'Leather boot', 'shoes', 17_900),
  product('p-120', 'Sandal', 'shoes', 5_950),
  product('p-201', 'Travel guide', 'books', 1_999),
  product('p-202', 'Cook book', 'books', 2_800),
  product('p-301', 'Desk lamp', 'home', 3_995),
  product('p-302', 'Bed linen', 'home', 6_900),
  product('p-401', 'Yoga mat', 'sports', 2_499),
  product('p-402', 'Tent', 'sports', 24_900),
] as const;

const countries = ['DE', 'DE', 'DE', 'FR', 'FR', 'NL', 'AT', 'PL', 'ES', 'IT'] as const;
const channels = ['web', 'web', 'web', 'app', 'app', 'store', 'phone'] as const;

/** Orders of a shop: few customers order often, some products sell better than others; totals are exact. */
export const ordersGenerator: Generator = {
  demoRate: 5,
  create({ random, users }) {
    return (timeMs) => {
      const customer = skewedUser(random, users);
      const bought = catalogue[skewedUser(random, catalogue.length)] ?? catalogue[0];
      const quantity = 1 + skewedUser(random, 4);
      // A customer stays in one country.
      const country = countries[customer % countries.length] ?? 'DE';
      return (
        `{"order_id":"${random.uuid()}","customer_id":"customer-${String(customer + 1).padStart(4, '0')}"` +
        `,"product_id":"${bought.id}","product_name":"${bought.name}","category":"${bought.category}"` +
        `,"quantity":${quantity},"unit_price":${cents(bought.price)},"total":${cents(bought.price * quantity)}` +
        `,"country":"${country}","channel":"${random.pick(channels)}","ordered_at":"${new Date(timeMs).toISOString()}"}`
      );
    };
  },
};
