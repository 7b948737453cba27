/** What every chart has in common: nothing moves, it fills its box, and its points come in order. */
export const commonOptions = {
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  normalized: true,
  layout: { padding: { top: 6, right: 2 } },
} as const;
