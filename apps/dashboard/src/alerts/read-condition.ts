import { streamByName } from '@weir/streams';
import { compareDecimals } from '../format/decimal.ts';
import type { FinalWindow } from '../queries/newest-final-window.ts';
import type { AbsenceRule, AlertRule, LagRule, ThresholdRule } from './alert-rule.ts';

/** What a rule finds now. */
export interface Reading {
  /** Whether the rule's condition holds. */
  readonly met: boolean;
  /** The number that was compared; null where there is none. */
  readonly value: string | null;
  /** What was found, in words. */
  readonly summary: string;
}

/** Where readings come from. Each rejects when its source does not answer: then nothing is known, and no state changes. */
export interface AlertSources {
  newestFinalWindow(question: {
    stream: string;
    metric: string;
    group: string;
    fromMs: number;
    toMs: number;
  }): Promise<FinalWindow | undefined>;
  newestCounted(question: { stream: string; metric: string; fromMs: number }): Promise<number | undefined>;
  /** Seconds of event time that the aggregator is behind; undefined when it does not answer. */
  aggregatorLag(): Promise<number | undefined>;
}

/** A final window that ended longer ago than this (ms), beyond grace and idleness, says nothing of now. */
const freshMs = 300_000;

async function readThreshold(rule: ThresholdRule, sources: AlertSources, nowMs: number): Promise<Reading> {
  const { stream, metric, group, windowMs, side, limit } = rule;
  const fromMs = nowMs - freshMs - windowMs;
  const found = await sources.newestFinalWindow({ stream, metric, group, fromMs, toMs: nowMs });
  if (found === undefined)
    return { met: false, value: null, summary: `no final window in the last ${freshMs / 60_000} minutes` };
  const compared = compareDecimals(found.value, limit);
  const at = new Date(found.startMs).toISOString();
  return {
    met: side === 'above' ? compared > 0 : compared < 0,
    value: found.value,
    summary: `${found.value} in the window of ${at}`,
  };
}

/** The metric that tells the time of events best: the shortest windows, and the fewest groups. */
function finestMetric(stream: string): { readonly name: string; readonly windowMs: number } {
  const metrics = streamByName(stream)?.metrics ?? [];
  const [finest] = [...metrics].sort((a, b) => a.windowMs - b.windowMs || a.by.length - b.by.length);
  if (finest === undefined) throw new Error(`stream ${stream} has no metric`);
  return finest;
}

async function readAbsence(rule: AbsenceRule, sources: AlertSources, nowMs: number): Promise<Reading> {
  const { stream, afterMs } = rule;
  const { name: metric, windowMs } = finestMetric(stream);
  const newest = await sources.newestCounted({ stream, metric, fromMs: nowMs - afterMs - windowMs });
  if (newest === undefined)
    return { met: true, value: null, summary: `no event counted in the last ${afterMs / 1_000} s` };
  const silentMs = Math.max(0, nowMs - newest);
  const value = (silentMs / 1_000).toFixed(1);
  return { met: silentMs > afterMs, value, summary: `the newest event was counted ${value} s ago` };
}

async function readLag({ aboveMs }: LagRule, sources: AlertSources): Promise<Reading> {
  const lag = await sources.aggregatorLag();
  // It cannot say how far it is behind, and falls behind further.
  if (lag === undefined) return { met: true, value: null, summary: 'the aggregator does not answer' };
  return { met: lag * 1_000 > aboveMs, value: lag.toFixed(1), summary: `${lag.toFixed(1)} s behind` };
}

/** Asks what a rule needs to know, and compares. */
export function readCondition(rule: AlertRule, sources: AlertSources, nowMs: number): Promise<Reading> {
  switch (rule.kind) {
    case 'threshold':
      return readThreshold(rule, sources, nowMs);
    case 'absence':
      return readAbsence(rule, sources, nowMs);
    case 'lag':
      return readLag(rule, sources);
  }
}
