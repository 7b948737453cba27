/** What shops of a retail chain sell: category → products with their price in cents. */
export const goods: readonly (readonly [
  category: string,
  products: readonly (readonly [string, number])[],
])[] = [
  [
    'dairy',
    [
      ['Whole milk 1 l', 119],
      ['Butter 250 g', 229],
      ['Plain yoghurt 500 g', 149],
      ['Gouda slices', 199],
    ],
  ],
  [
    'bakery',
    [
      ['Rye bread', 295],
      ['Pretzel', 89],
      ['Butter croissant', 109],
    ],
  ],
  [
    'produce',
    [
      ['Bananas 1 kg', 179],
      ['Tomatoes 500 g', 249],
      ['Apples 1 kg', 269],
      ['Cucumber', 79],
    ],
  ],
  [
    'drinks',
    [
      ['Mineral water 6 × 1.5 l', 294],
      ['Orange juice 1 l', 219],
      ['Pils 6 × 0.33 l', 449],
      ['Ground coffee 500 g', 649],
    ],
  ],
  [
    'household',
    [
      ['Washing powder', 899],
      ['Kitchen roll', 279],
      ['Bin bags', 195],
    ],
  ],
  [
    'sweets',
    [
      ['Milk chocolate', 119],
      ['Gummy bears', 99],
      ['Biscuits', 159],
    ],
  ],
  [
    'electronics',
    [
      ['Coffee machine', 7_999],
      ['Headphones', 4_950],
    ],
  ],
];
