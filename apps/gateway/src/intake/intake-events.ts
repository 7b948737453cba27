import { isUtf8 } from 'node:buffer';
import { setImmediate as yieldToOthers, setTimeout as sleep } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { scanArray } from '@weir/schemas';
import type { EncodedEvent, EventSink } from '../event-sink.ts';
import type { RejectReason } from '../gateway-metrics.ts';
import { Problem } from '../problem.ts';
import {
  maxEventBytes,
  tooLargeMessage,
  type EventBytesReader,
  type EventReader,
  type ReadContext,
  type ReadEvent,
} from './event-reader.ts';
import { IntakeReport } from './intake-report.ts';
import { LineSplitter, type Line } from './line-splitter.ts';
import type { BodyForm } from './media-type.ts';
import { parseJson } from './parse-json.ts';
import { bodyError, tooLarge } from './request-body.ts';

/** What one request's intake needs. */
export interface Intake {
  readonly read: EventReader;
  readonly readBytes: EventBytesReader;
  /** Whether unknown fields are to be kept as they were written. */
  readonly verbatim: boolean;
  readonly context: ReadContext;
  readonly sink: EventSink;
  readonly onReject: (reason: RejectReason) => void;
  /** Once for each event that was read, whatever becomes of it. */
  readonly onSeen: () => void;
}

/** Events of a JSON array that are read before others get their turn. */
const sliceEvents = 1_000;
/** Bytes of one request that may wait for acknowledgements before its body is read on. */
const unacknowledgedLimitBytes = 4 * 1024 * 1024;
const queuePatienceMs = 4_000;

/** Returns what to store of an event, or notes why not. */
function judge(
  intake: Intake,
  report: IntakeReport,
  reading: ReadEvent,
  line?: number,
): EncodedEvent | undefined {
  const index = report.seen;
  report.seen += 1;
  intake.onSeen();
  if (reading.ok) {
    if (reading.warning !== undefined) report.warn(index, line, reading.warning);
    return reading.event;
  }
  report.reject(index, line, reading.errors);
  intake.onReject(reading.reason);
  return undefined;
}

function refuse(
  intake: Intake,
  report: IntakeReport,
  reason: RejectReason,
  message: string,
  line?: number,
): void {
  report.reject(report.seen, line, [{ path: '', message }]);
  report.seen += 1;
  intake.onSeen();
  intake.onReject(reason);
}

/** The events of a body, and what is to be said of the others. */
export interface ReadBody {
  readonly report: IntakeReport;
  readonly events: readonly EncodedEvent[];
}

type ReadJson = ReadBody & { readonly isOne: boolean };

/** Reads the items of an array, by their number. */
async function readArray(
  count: number,
  readItem: (index: number) => ReadEvent,
  intake: Intake,
): Promise<ReadJson> {
  if (count === 0) throw emptyBody();
  const report = new IntakeReport();
  const events: EncodedEvent[] = [];
  for (let index = 0; index < count; index += 1) {
    if (index > 0 && index % sliceEvents === 0) await yieldToOthers();
    const event = judge(intake, report, readItem(index));
    if (event !== undefined) events.push(event);
  }
  return { report, events, isOne: false };
}

function readOne(reading: ReadEvent, intake: Intake): ReadJson {
  const report = new IntakeReport();
  const event = judge(intake, report, reading);
  return { report, events: event === undefined ? [] : [event], isOne: true };
}

/** The body read from its bytes; undefined where only parsing it tells what it is, or what is wrong with it. */
async function readVerbatim(bytes: Buffer, intake: Intake): Promise<ReadJson | undefined> {
  const { readBytes, context } = intake;
  const items = scanArray(bytes);
  if (items !== undefined) {
    const itemAt = (index: number) => bytes.subarray(items[index]?.start, items[index]?.end);
    return readArray(items.length, (index) => readBytes(itemAt(index), context), intake);
  }
  const reading = readBytes(bytes, context);
  return reading.ok || reading.reason === 'invalid' ? readOne(reading, intake) : undefined;
}

/** Reads a body that is one JSON document: an event, or an array of events. */
async function readJson(bytes: Buffer, intake: Intake): Promise<ReadJson> {
  const verbatim = intake.verbatim && isUtf8(bytes) ? await readVerbatim(bytes, intake) : undefined;
  if (verbatim !== undefined) return verbatim;
  const report = new IntakeReport();
  const parsed = parseJson(bytes);
  if (!parsed.ok) {
    if (bytes.every((byte) => byte <= 0x20)) throw emptyBody();
    refuse(intake, report, 'not_json', parsed.message);
    throw new Problem('invalid-body', `the body ${parsed.message}`, report.members());
  }
  const { value } = parsed;
  if (!Array.isArray(value)) {
    if (bytes.length > maxEventBytes) throw new Problem('event-too-large', `the event ${tooLargeMessage}`);
    return readOne(intake.read(value, intake.context), intake);
  }
  return readArray(value.length, (index) => intake.read(value[index], intake.context), intake);
}

/** A body that is one JSON document, stored. */
export async function intakeJson(bytes: Buffer, intake: Intake): Promise<IntakeReport> {
  const { report, events, isOne } = await readJson(bytes, intake);
  const [first] = events;
  if (isOne && first !== undefined) await intake.sink.send(first);
  else await intake.sink.sendBatch(events);
  report.accepted = events.length;
  return report;
}

/** Reads a whole body without storing anything: for requests whose events count only together. */
export async function readWholeBody(bytes: Buffer, form: BodyForm, intake: Intake): Promise<ReadBody> {
  if (form === 'json') return readJson(bytes, intake);
  const report = new IntakeReport();
  const splitter = new LineSplitter(maxEventBytes);
  const events: EncodedEvent[] = [];
  let lines = 0;
  for (const line of [...splitter.push(bytes), ...splitter.end()]) {
    if ((lines += 1) % sliceEvents === 0) await yieldToOthers();
    const event = readLine(intake, report, line);
    if (event !== undefined) events.push(event);
  }
  if (report.seen === 0) throw emptyBody();
  return { report, events };
}

export const emptyBody = () =>
  new Problem(
    'empty-body',
    'send a JSON object, an array with at least one, or NDJSON with at least one line',
  );

/** Batches of one request that wait for their acknowledgement, in order. */
class Acknowledgements {
  readonly #sink: EventSink;
  readonly #report: IntakeReport;
  readonly #waiting: Promise<void>[] = [];
  #bytes = 0;
  #failure: unknown;

  constructor(sink: EventSink, report: IntakeReport) {
    this.#sink = sink;
    this.#report = report;
  }

  /** Hands over a batch, waiting first while too much of this request is unacknowledged. Throws what went wrong before. */
  async add(events: readonly EncodedEvent[]): Promise<void> {
    while (this.#bytes > unacknowledgedLimitBytes && this.#failure === undefined) await this.#waiting.shift();
    if (this.#failure !== undefined) throw this.#failure;
    if (events.length === 0) return;
    await this.#room(events);
    const bytes = events.reduce((sum, { value }) => sum + value.length, 0);
    this.#bytes += bytes;
    this.#waiting.push(
      this.#sink.sendBatch(events).then(
        () => {
          this.#bytes -= bytes;
          this.#report.accepted += events.length;
        },
        (error: unknown) => {
          this.#bytes -= bytes;
          this.#failure ??= error;
        },
      ),
    );
  }

  async all(): Promise<void> {
    await Promise.all(this.#waiting);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** A full queue only slows a stream down (in order: nobody overtakes); it fails when the queue stays full. */
  async #room(events: readonly EncodedEvent[]): Promise<void> {
    const giveUpAt = performance.now() + queuePatienceMs;
    while (!this.#sink.hasRoomFor(events) && performance.now() < giveUpAt) await sleep(20);
  }
}

function readLine(intake: Intake, report: IntakeReport, { number, bytes }: Line): EncodedEvent | undefined {
  if (bytes === undefined) {
    refuse(intake, report, 'too_large', tooLargeMessage, number);
    return undefined;
  }
  return judge(intake, report, intake.readBytes(bytes, intake.context), number);
}

/**
 * A body of one JSON event a line, stored while it is still being sent: memory is bounded whatever its length. When it
 * cannot go on in the middle (Kafka away, body over the limit), the error says how many events were accepted before.
 */
export async function intakeLines(body: Readable, limitBytes: number, intake: Intake): Promise<IntakeReport> {
  const report = new IntakeReport();
  const splitter = new LineSplitter(maxEventBytes);
  const acknowledgements = new Acknowledgements(intake.sink, report);
  const store = (lines: readonly Line[]) => {
    const events = lines.map((line) => readLine(intake, report, line)).filter((event) => event !== undefined);
    return acknowledgements.add(events);
  };
  let bytes = 0;
  try {
    // Leaving the loop early must not destroy the socket: the answer still goes through it.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limitBytes) throw tooLarge(limitBytes);
      await store(splitter.push(chunk));
    }
    await store(splitter.end());
  } catch (error) {
    await acknowledgements.all().catch(() => undefined);
    throw new IntakeInterrupted(bodyError(error), report);
  }
  try {
    await acknowledgements.all();
  } catch (error) {
    throw new IntakeInterrupted(error, report);
  }
  if (report.seen === 0) throw emptyBody();
  return report;
}

/** A stream of events that ended early: why, and what had become of its events by then. */
export class IntakeInterrupted extends Error {
  override readonly name = 'IntakeInterrupted';
  readonly reason: unknown;
  readonly report: IntakeReport;
  constructor(reason: unknown, report: IntakeReport) {
    super('the intake was interrupted', { cause: reason });
    this.reason = reason;
    this.report = report;
  }
}
