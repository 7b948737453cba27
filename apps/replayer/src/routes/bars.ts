import type { Clickhouse } from '@weir/clickhouse';
import { isDate, marketByName, markets } from '@weir/markets';
import type { FastifyInstance } from 'fastify';
import { busiestSegments, segmentOrders } from '../bars/busiest-segments.ts';
import { eurexBars } from '../bars/eurex-bars.ts';
import { moverOrders, movers } from '../bars/movers.ts';
import { newestRun } from '../bars/newest-run.ts';
import type { BarsQuestion } from '../bars/question.ts';
import { runProgressReader, type RunProgress } from '../bars/run-progress.ts';
import { xetraBars } from '../bars/xetra-bars.ts';
import { Problem } from '../problem.ts';
import type { ReplayStore } from '../replays/replay-store.ts';
import { answers, runFigures } from './schemas.ts';

interface Query {
  readonly market: string;
  readonly date: string;
  readonly mnemonic?: string;
  readonly run?: string;
  readonly limit: number;
  readonly order?: string;
}

const mostBars = 200_000;
const parameters = {
  market: { type: 'string', enum: markets.map(({ name }) => name) },
  date: { type: 'string', examples: ['2018-02-01'] },
  run: { type: 'string', description: 'a replay; absent: the newest of that date' },
} as const;

function questionOf({ market: name, date, mnemonic, run, limit }: Query): BarsQuestion {
  const market = marketByName(name);
  if (market === undefined || !isDate(date)) {
    const message = 'expected a date of the calendar such as 2018-02-01';
    throw new Problem('bad-request', `date: ${message}`, { errors: [{ path: '/date', message }] });
  }
  return { market, date, mnemonic, run, limit };
}

/** What figures are made of. */
const metricsOf = {
  xetra: ['open', 'high', 'low', 'close', 'volume', 'trades'],
  eurex: ['contracts', 'trades'],
} as const;

const orders = [...new Set([...moverOrders, ...segmentOrders])];

/** One of the orders that a market has; the first when none is asked for. */
function orderOf<T extends string>(known: readonly [T, ...T[]], asked: string | undefined): T {
  const order = asked === undefined ? known[0] : known.find((one) => one === asked);
  if (order !== undefined) return order;
  const message = `this market has ${known.join(', ')}`;
  throw new Problem('bad-request', `order: ${message}`, { errors: [{ path: '/order', message }] });
}

/** Aggregates of a replayed day as JSON, by security and minute, from the public view `series`. */
export async function barRoutes(
  app: FastifyInstance,
  { clickhouse, replays }: { clickhouse: Clickhouse; replays: ReplayStore },
): Promise<void> {
  const row = { type: 'object', additionalProperties: true } as const;
  const runOf = async (question: BarsQuestion) => question.run ?? (await newestRun(clickhouse, question));
  const rankingOf = (question: BarsQuestion, asked: string | undefined) => {
    if (question.market.name === 'xetra') {
      const order = orderOf(moverOrders, asked);
      return (run: string) => movers(clickhouse, question, run, order);
    }
    const order = orderOf(segmentOrders, asked);
    return (run: string) => busiestSegments(clickhouse, question, run, order);
  };
  const readProgress = runProgressReader(clickhouse);
  /** Of a run; live traffic has no end, and null. */
  const progressOf = async (
    { market }: BarsQuestion,
    run: string | undefined,
  ): Promise<RunProgress | null> => {
    if (run === undefined || run === '') return null;
    const accepted = replays.list().find(({ id }) => id === run)?.accepted;
    return readProgress({ stream: market.name, metrics: metricsOf[market.name], run, accepted });
  };
  /** Figures and how much of the run they hold, which is asked first: they hold at least that. */
  const withProgress = async <T extends object>(
    question: BarsQuestion,
    run: string | undefined,
    ask: (run: string) => Promise<T>,
    none: T,
  ) => ({
    ...head(question, run),
    progress: await progressOf(question, run),
    ...(run === undefined ? none : await ask(run)),
  });
  const head = ({ market, date }: BarsQuestion, run: string | undefined) => ({
    market: market.name,
    date,
    run: run ?? null,
  });

  app.get<{ Querystring: Query }>(
    '/v1/bars',
    {
      schema: {
        tags: ['bars'],
        summary:
          'Minutes: XETRA by ticker (open, high, low, close, volume, turnover, trades), EUREX by segment',
        querystring: {
          type: 'object',
          required: ['market', 'date'],
          properties: {
            ...parameters,
            mnemonic: { type: 'string', description: 'ticker, or on EUREX the market segment; absent: all' },
            limit: { type: 'integer', minimum: 1, maximum: mostBars, default: mostBars },
          },
        },
        response: answers(200, 'The bars', runFigures('bars', row), [503]),
      },
    },
    async ({ query }) => {
      const question = questionOf(query);
      const run = await runOf(question);
      const ask = question.market.name === 'xetra' ? xetraBars : eurexBars;
      const bars = async (one: string) => ({ bars: await ask(clickhouse, question, one) });
      return withProgress(question, run, bars, { bars: [] as object[] });
    },
  );
  app.get<{ Querystring: Query }>(
    '/v1/movers',
    {
      schema: {
        tags: ['bars'],
        summary:
          'XETRA: the securities that moved most that day. EUREX: the segments in which most was traded',
        querystring: {
          type: 'object',
          required: ['date'],
          properties: {
            ...parameters,
            market: { ...parameters.market, default: 'xetra' },
            order: {
              type: 'string',
              enum: orders,
              description: `XETRA: ${moverOrders.join(', ')}; EUREX: ${segmentOrders.join(', ')}. Absent: the first of them`,
            },
            limit: { type: 'integer', minimum: 1, maximum: 2_000, default: 20 },
          },
        },
        response: answers(200, 'The securities', runFigures('movers', row), [503]),
      },
    },
    async ({ query }) => {
      const question = questionOf(query);
      const ask = rankingOf(question, query.order);
      const run = await runOf(question);
      return withProgress<object>(question, run, ask, { totals: null, movers: [] });
    },
  );
}
