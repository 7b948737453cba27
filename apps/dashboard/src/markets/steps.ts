const minute = 60_000;

/** How long one candle may be. */
export const steps = [
  { name: '1m', label: '1 min', ms: minute },
  { name: '5m', label: '5 min', ms: 5 * minute },
  { name: '15m', label: '15 min', ms: 15 * minute },
  { name: '1h', label: '1 h', ms: 60 * minute },
] as const;

export type StepName = (typeof steps)[number]['name'];

export const isStep = (text: string): text is StepName => steps.some(({ name }) => name === text);

/** The shortest step for which a span has at most so many candles. */
export const stepFor = (spanMs: number, candles: number): StepName =>
  (steps.find(({ ms }) => spanMs / ms <= candles) ?? steps[steps.length - 1] ?? steps[0]).name;

export const stepMsOf = (wanted: StepName): number => steps.find(({ name }) => name === wanted)?.ms ?? minute;
