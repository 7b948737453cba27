import type { TracedEvent } from './trace-window.ts';
import type { Comparison, WrongWindow } from './compare-windows.ts';

/** What was found of one metric. Counts as in `Comparison`. */
export interface MetricReport extends Omit<Comparison, 'wrong' | 'lateUnproved' | 'unstored'> {
  readonly metric: string;
  readonly windowMs: number;
}

/** A window that is not explained, with the events that tell most about it. */
export interface Finding extends Omit<WrongWindow, 'faults'> {
  readonly metric: string;
  /** Published minus recomputed, exact decimal text. */
  readonly difference: string;
  readonly differenceEvents: number;
  /** What is wrong, in words; at least one. */
  readonly reasons: readonly string[];
  readonly events: readonly TracedEvent[];
  /** `partition-offset` of the log that no stored event has, within what the published value counts. */
  readonly withoutEvent: readonly string[];
}

/** The log of one partition as far as it is stored. */
export interface LogReport {
  readonly partition: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly events: number;
  /** Offsets between the two that hold no stored event. */
  readonly withoutEvent: number;
  /** Of those, records that were no events. */
  readonly undecodable: number;
  /** Of those, marks of transactions and what aborted ones wrote; undefined: nobody could tell. */
  readonly withoutRecord: number | undefined;
}

export interface AuditReport {
  readonly stream: string;
  /** The run that was audited; undefined for all. */
  readonly run: string | undefined;
  /** Windows that start in [fromMs, toMs); undefined when nothing is stored. */
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  /** False when it was interrupted: the counts are of what was done until then. */
  readonly complete: boolean;
  readonly metrics: readonly MetricReport[];
  /** The first unexplained windows of each metric; `metrics` counts all. */
  readonly findings: readonly Finding[];
  /** The log, when the whole stream was audited. */
  readonly log: readonly LogReport[] | undefined;
  readonly seconds: number;
}

/** True when every published number equals the recomputed one or its difference is explained. */
export const isClean = ({ metrics, complete }: AuditReport): boolean =>
  complete && metrics.every(({ unexplained }) => unexplained === 0);
