import {
  deadLetter,
  partitionOf,
  type AssignedPartition,
  type LogMessage,
  type ProducerRecord,
} from '@weir/kafka';
import type { StreamDefinition } from '@weir/streams';
import {
  decodeResumePoint,
  encodeResumePoint,
  PartitionWindows,
  type ResumePoint,
  type Verdict,
  type WindowPlan,
} from '@weir/windowing';
import { duplicateRecord } from './duplicate-record.ts';
import { isUndecodable, type EventReader } from './event-reader.ts';
import type { FinishedRuns } from './finished-runs.ts';
import type { WindowResultWriter } from './window-results.ts';

/** Everything about a stream that its partitions share. */
export interface StreamTools {
  readonly stream: StreamDefinition;
  readonly plan: WindowPlan;
  readonly reader: EventReader;
  readonly write: WindowResultWriter;
  /** Where events that came twice are told of. */
  readonly duplicatesTopic: string;
}

/** What a partition wants published, and what may be committed once all of it is. */
export interface Outcome {
  readonly records: readonly ProducerRecord[];
  readonly offset: number;
  readonly metadata: string;
}

/** How many records met which fate since the partition was assigned. */
export type Fates = Record<Verdict | 'undecodable' | 'empty', number>;

/** Records between two pauses: some 10 ms of work. */
const pauseEvery = 5_000;

/** What a run id may be: the gateway makes them of 8 characters; a long one would not fit into a commit. */
const runIdForm = /^[A-Za-z0-9_-]{0,32}$/;

/** More runs than this and the oldest finished ones are forgotten early: a commit's metadata holds about 220. */
const maxRuns = 150;

/** When a run was last heard of. */
interface RunActivity {
  /** In wall time, ms. */
  seenAt: number;
  /** The broker's append time of its newest event, epoch ms. */
  appendedMs: number;
}

const header = (value: unknown): string => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return first === undefined ? '' : String(first);
};

/** One partition at work: decodes its records, feeds the windows, and collects what is to be published. */
export class PartitionWorker {
  readonly topic: string;
  readonly partition: number;
  readonly stream: StreamDefinition;
  readonly fates: Fates = {
    counted: 0,
    late: 0,
    ahead: 0,
    duplicate: 0,
    reread: 0,
    undecodable: 0,
    empty: 0,
  };
  /**
   * Records that their key does not put into this partition: another producer's, or from before the topic grew. Their
   * users may be counted in two partitions, so unique counts may be too high.
   */
  misKeyed = 0;
  logEnd: number;
  readonly #partitions: number;
  readonly #tools: StreamTools;
  readonly #windows: PartitionWindows;
  readonly #activity = new Map<string, RunActivity>();
  /** The broker's append time of the last record that was read. */
  #newestAppendedMs: number;
  /** Dead letters and duplicates that wait to be published. */
  #told: ProducerRecord[] = [];
  /** When the last records came, wall time in ms. */
  #batchAt: number;

  constructor(tools: StreamTools, assigned: AssignedPartition, nowMs: number) {
    this.topic = assigned.topic;
    this.partition = assigned.partition;
    this.stream = tools.stream;
    this.logEnd = assigned.logEnd;
    this.#partitions = assigned.partitions;
    this.#tools = tools;
    this.#batchAt = nowMs;
    this.#newestAppendedMs = nowMs;
    const from: ResumePoint =
      assigned.committed === undefined
        ? { offset: assigned.logStart, position: assigned.logStart, clocks: new Map() }
        : decodeResumePoint(assigned.committed, assigned.metadata);
    this.#windows = new PartitionWindows(tools.plan, from);
  }

  /**
   * Takes records in offset order. `pause` is called every so often, so that a long batch keeps its membership and
   * what it brought forth can be published before it grows too much.
   */
  async take(messages: readonly LogMessage[], logEnd: number, pause: () => Promise<void>): Promise<void> {
    const { reader } = this.#tools;
    this.#batchAt = Date.now();
    let count = 0;
    for (const message of messages) {
      count += 1;
      if (count % pauseEvery === 0) await pause();
      const { value } = message;
      if (value === null || value.length === 0) {
        this.#refuse(message, 'empty', 'a record without a value (a tombstone) is no event');
        continue;
      }
      const read = reader.read(value);
      this.#judge(message, read instanceof Promise ? await read : read);
    }
    this.logEnd = logEnd;
  }

  /** Moves on to this offset: what lies before it and was not taken are markers of transactions, or was aborted. */
  passTo(offset: number): void {
    if (offset > this.#windows.next) this.#windows.skip(offset - 1);
  }

  #judge(message: LogMessage, event: Awaited<ReturnType<EventReader['read']>>): void {
    if (isUndecodable(event)) {
      this.#refuse(message, 'undecodable', event.undecodable);
      return;
    }
    const runId = message.headers === undefined ? '' : header(message.headers['run']);
    if (runId !== '' && !runIdForm.test(runId)) {
      const detail = `header run: ${JSON.stringify(runId.slice(0, 100))} is no run id`;
      this.#refuse(message, 'undecodable', detail);
      return;
    }
    const appendedMs = Number(message.timestamp);
    const verdict = this.#windows.add(Number(message.offset), appendedMs, runId, event);
    if (message.key === null || partitionOf(message.key, this.#partitions) !== this.partition) {
      this.misKeyed += 1;
    }
    this.fates[verdict] += 1;
    this.#newestAppendedMs = appendedMs;
    this.#noteActivity(runId, appendedMs);
    if (verdict === 'duplicate') this.#tellDuplicate(message, runId, event);
    if (verdict === 'late' || verdict === 'ahead') {
      this.#bury(message, verdict, this.#explain(verdict, runId, appendedMs, this.#tools.plan.timeOf(event)));
    }
  }

  /** A record that is no event of this stream. One that is re-read was refused, and told of, before the restart. */
  #refuse(message: LogMessage, reason: 'undecodable' | 'empty', detail: string): void {
    const { rereading } = this.#windows;
    this.#windows.skip(Number(message.offset));
    this.fates[reason] += 1;
    if (!rereading) this.#bury(message, reason, detail);
  }

  #noteActivity(runId: string, appendedMs: number): void {
    const activity = this.#activity.get(runId);
    if (activity === undefined) this.#activity.set(runId, { seenAt: this.#batchAt, appendedMs });
    else {
      activity.seenAt = this.#batchAt;
      activity.appendedMs = appendedMs;
    }
  }

  /** In words: what the event's time was, and what it was measured against. */
  #explain(verdict: 'late' | 'ahead', runId: string, appendedMs: number, timeMs: number): string {
    const at = (ms: number) => new Date(ms).toISOString();
    if (verdict === 'ahead') {
      return `event time ${at(timeMs)} is more than ${this.stream.maxAheadMs / 1000} s after its arrival ${at(appendedMs)}`;
    }
    const clockMs = this.#windows.clockOf(runId) ?? timeMs;
    const missed = this.#windows.lateFor.map((metric) => this.stream.metrics[metric]?.name).join(', ');
    return `event time ${at(timeMs)}, clock ${at(clockMs)}, grace ${this.stream.graceMs / 1000} s: too late for ${missed}`;
  }

  #bury(message: LogMessage, reason: string, detail: string): void {
    const origin = `${this.topic}-${this.partition}-${message.offset}`;
    this.#told.push(deadLetter(this.stream.dlqTopic, message, { reason, detail, origin }));
  }

  #tellDuplicate(message: LogMessage, runId: string, event: Readonly<Record<string, unknown>>): void {
    const { plan, duplicatesTopic } = this.#tools;
    const { topic, partition } = this;
    const id = plan.idOf?.(event) ?? '';
    const of = { stream: this.stream.name, topic, partition, runId, id, eventTimeMs: plan.timeOf(event) };
    this.#told.push(duplicateRecord(duplicatesTopic, message, of));
  }

  /** True when all that the log holds was read (as far as the last fetch told). */
  get atEnd(): boolean {
    return this.#windows.next >= this.logEnd;
  }

  /**
   * What changed since the last time, and where to resume once it is published. Open windows of runs that are idle at the
   * end of the log come out final (and stay open); runs that are finished, or were silent for the stream's
   * `closeAfterMs`, are closed for good.
   */
  outcome(nowMs: number, finishedRuns: FinishedRuns): Outcome {
    this.#closeRuns(nowMs, finishedRuns);
    const rows = this.#windows.take((runId) => this.#isIdle(runId, nowMs));
    const told = this.#told;
    this.#told = [];
    const point = this.#windows.resumePoint();
    return {
      records: [...rows.map((row) => this.#tools.write(this.partition, row)), ...told],
      offset: point.offset,
      metadata: encodeResumePoint(point),
    };
  }

  /** True when the log's end was reached and the run has brought nothing for a while. */
  #isIdle(runId: string, nowMs: number): boolean {
    return this.atEnd && nowMs - (this.#activity.get(runId)?.seenAt ?? this.#batchAt) >= this.stream.idleMs;
  }

  #closeRuns(nowMs: number, finishedRuns: FinishedRuns): void {
    const { runs } = this.#windows.state;
    const forgettable: { runId: string; at: number }[] = [];
    for (const { runId, openWindows } of runs) {
      const finished = finishedRuns.get(runId);
      const isRead = this.#windows.next >= (finished?.logEnds.get(this.partition) ?? Infinity);
      const silentMs = nowMs - (this.#activity.get(runId)?.appendedMs ?? this.#batchAt);
      const silent = this.#isIdle(runId, nowMs) && silentMs >= this.stream.closeAfterMs;
      if (openWindows > 0 && (isRead || silent)) this.#windows.closeRun(runId);
      else if (openWindows === 0 && finished !== undefined) forgettable.push({ runId, at: finished.at });
    }
    // The clock of a finished run is kept for a while: a straggler is then late, not the beginning of a new run.
    forgettable.sort((a, b) => a.at - b.at);
    let surplus = runs.length - maxRuns;
    for (const { runId, at } of forgettable) {
      if (surplus <= 0 && nowMs - at < this.stream.closeAfterMs) break;
      this.#windows.forgetRun(runId);
      this.#activity.delete(runId);
      surplus -= 1;
    }
  }

  /** How many values of closed windows, dead letters and duplicates wait to be published. */
  get pending(): number {
    return this.#told.length + this.#windows.closedCount;
  }

  /** For the metrics and the dashboard: see the field names. */
  get state() {
    const { position, resumeOffset, runs } = this.#windows.state;
    return {
      stream: this.stream.name,
      topic: this.topic,
      partition: this.partition,
      position,
      resume_offset: resumeOffset,
      log_end: this.logEnd,
      lag_events: Math.max(0, this.logEnd - this.#windows.next),
      lag_seconds: this.atEnd ? 0 : Math.max(0, Date.now() - this.#newestAppendedMs) / 1000,
      rereading: this.#windows.rereading,
      fates: this.fates,
      mis_keyed: this.misKeyed,
      pending: this.pending,
      runs: runs.map(({ runId, clockMs, openWindows }) => ({
        run_id: runId,
        clock: new Date(clockMs).toISOString(),
        clock_ms: clockMs,
        open_windows: openWindows,
      })),
    };
  }
}
