import type { BenchStack } from '../bench-stack.ts';
import { NotAvailable, type Contestant } from '../contestants/contestant.ts';
import type { Outcome, Row } from '../report/row.ts';
import { coldLeg, startSeconds, warmLeg } from './rates.ts';
import { runContestant, type Input } from './run-contestant.ts';

export interface Measuring {
  readonly stack: BenchStack;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const coldEvents = 1_000_000;
const warmFrom = 4_000_000;

/** Which part of the input counts as warm: from the fifth million on, or the second half of a shorter input. */
export const warmRange = (events: number): { from: number; to: number } | undefined =>
  events >= 2 * coldEvents ? { from: Math.min(warmFrom, events / 2), to: events } : undefined;

/** Runs one contestant over the input. A contestant that cannot run gives a row that says why. */
export async function measure(
  { stack, say, signal }: Measuring,
  contestant: Contestant,
  input: Input,
): Promise<Row> {
  const { name, title, about } = contestant;
  const outcome = await outcomeOf();
  say(`${name}: ${describe(outcome)}`);
  return { name, title, about, outcome };

  async function outcomeOf(): Promise<Outcome> {
    try {
      await contestant.prepare(say);
      say(`${name}: running …`);
      const { samples, peakBytes, endBytes, verdict } = await runContestant(stack, contestant, input, signal);
      const warm = warmRange(input.records);
      return {
        state: 'measured',
        startSeconds: startSeconds(samples),
        cold: coldLeg(samples, Math.min(coldEvents, input.records)),
        warm: warm === undefined ? undefined : warmLeg(samples, warm.from, warm.to),
        peakBytes,
        endBytes,
        verdict,
        samples: samples.filter((_, index) => index % 4 === 0 || index === samples.length - 1),
      };
    } catch (error) {
      if (signal.aborted) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      return { state: error instanceof NotAvailable ? 'not available' : 'failed', reason };
    }
  }
}

function describe(outcome: Outcome): string {
  if (outcome.state !== 'measured') return `${outcome.state}: ${outcome.reason}`;
  const { cold, warm, verdict } = outcome;
  const speed = [cold, warm].map((leg) => (leg === undefined ? '–' : Math.round(leg.eventsPerSecond)));
  const result = verdict.right
    ? `${verdict.compared} windows right`
    : `WRONG (${verdict.wrong + verdict.missing + verdict.surplus} of ${verdict.compared}; ${verdict.example})`;
  return `${speed[0]} events/s cold, ${speed[1]} warm; ${result}`;
}
