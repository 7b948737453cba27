import { isStep, type StepName } from './steps.ts';

/** What the page shows. Kept in the address, so that a view can be shared, bookmarked and gone back to. */
export interface MarketView {
  readonly market: string;
  /** Absent: the newest prepared day. */
  readonly date?: string | undefined;
  /** Absent: the newest replay of that day. */
  readonly run?: string | undefined;
  /** Ticker, or market segment on EUREX. Absent: the one in which most was traded. */
  readonly security?: string | undefined;
  readonly order?: string | undefined;
  readonly step?: StepName | undefined;
}

export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

/** Reads the address; what makes no sense is left out. */
export function readMarketView(params: Pick<URLSearchParams, 'get'>): MarketView {
  const text = (name: string) => params.get(name) || undefined;
  const date = text('date');
  const step = text('step');
  return {
    market: text('market') === 'eurex' ? 'eurex' : 'xetra',
    date: date !== undefined && isDay(date) ? date : undefined,
    run: text('run'),
    security: text('security'),
    order: text('order'),
    step: step !== undefined && isStep(step) ? step : undefined,
  };
}

/** The query of a view's address. */
export function marketQuery(view: MarketView): string {
  const known = Object.entries(view).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `?${new URLSearchParams(known)}`;
}
