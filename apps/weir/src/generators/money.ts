/** Whole cents as a JSON client writes them: `"12.50"`. */
export const cents = (value: number): string =>
  `"${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}"`;
