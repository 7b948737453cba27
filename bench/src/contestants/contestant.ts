import type { GroupOffset, TopicSpec } from '@weir/kafka';
import type { ProcessSpec } from '@weir/local';
import type { BenchStack } from '../bench-stack.ts';
import type { WindowValues } from '../measure/window-values.ts';

/** What a contestant is to do in one run. All names are unique to the run. */
export interface Job {
  readonly stack: BenchStack;
  /** Topic of the events. */
  readonly input: string;
  /** Consumer group (application id). */
  readonly group: string;
  /** Beginning of the names of its output topics. */
  readonly output: string;
  /** A folder of its own for state and generated files. */
  readonly folder: string;
  readonly logFile: string;
}

/** How to run a process; its readiness shows in the progress. */
export type Command = Pick<ProcessSpec, 'command' | 'args' | 'env' | 'cwd'>;

/** One system under measurement. */
export interface Contestant {
  /** For `--only`: `kafka-streams`. */
  readonly name: string;
  /** For the table. */
  readonly title: string;
  /** What it does and with which guarantee, for the report. */
  readonly about: string;
  /** Builds what it needs, once. Throws `NotAvailable` when this machine lacks something. */
  prepare(say: (line: string) => void): Promise<void>;
  /** Makes its output topics and whatever else must exist. */
  provision(job: Job): Promise<void>;
  /** The processes to start, all at once. */
  commands(job: Job): Promise<Command[]>;
  /** How far a partition is, by what was committed for it. */
  positionOf(offset: GroupOffset): number;
  /** Where a position is not all there is to ask: how many events of the input are done, results and all. */
  eventsDone?(job: Job): Promise<number>;
  /** Topics between its own stages: what is unread there counts as unread input. */
  betweenStages?(job: Job): readonly string[];
  readResults(job: Job): Promise<WindowValues>;
}

/** Why a contestant cannot take part on this machine. */
export class NotAvailable extends Error {
  override readonly name = 'NotAvailable';
}

export const outputTopic = (topic: string): TopicSpec => ({ topic, partitions: 6 });
