import type { IncomingMessage } from 'node:http';
import { readWholeBody, type Intake } from '../intake/intake-events.ts';
import type { IntakeReport } from '../intake/intake-report.ts';
import type { BodyForm } from '../intake/media-type.ts';
import { openBody, readWhole, type BodyBudget } from '../intake/request-body.ts';
import { Problem } from '../problem.ts';
import type { AnswerLedger } from './answer-ledger.ts';
import { fingerprintOf, requestIdOfKey } from './idempotency-key.ts';
import type { KnownAnswer } from './known-answer.ts';

/** Largest body of a request with a key, unpacked: it becomes one Kafka transaction. */
export const keyedBodyLimitBytes = 8 * 1024 * 1024;

export interface KeyedRequest {
  readonly raw: IncomingMessage;
  readonly key: string;
  readonly caller: string;
  readonly stream: string;
  readonly run: string;
  readonly form: BodyForm;
  readonly bodyLimitBytes: number;
  readonly budget: BodyBudget;
  /** May throw: the run is finished, the schema not known. */
  readonly openIntake: () => Promise<Intake>;
}

/** What to answer: what was answered before, or what has just become of the request. */
export type OnceOutcome =
  { readonly replayed: KnownAnswer } | { readonly replayed?: undefined; readonly report: IntakeReport };

/**
 * Takes in a request with an `Idempotency-Key`: its events are stored once, however often it is sent, and it is answered
 * the same. A request of which nothing was stored may be sent again, mended, with its key.
 */
export async function intakeOnce(request: KeyedRequest, answers: AnswerLedger): Promise<OnceOutcome> {
  const { raw, key, caller, stream, run, form, budget } = request;
  const limit = Math.min(request.bodyLimitBytes, keyedBodyLimitBytes);
  const bytes = await readWhole(openBody(raw, limit), limit, budget);
  const id = requestIdOfKey(caller, stream, key);
  const fingerprint = fingerprintOf(run, form, bytes);

  const replay = (known: KnownAnswer): OnceOutcome => {
    if (known.fingerprint === fingerprint) return { replayed: known };
    throw new Problem(
      'idempotency-key-reused',
      'this Idempotency-Key came with another request before; take a new one for a new request',
    );
  };

  const known = answers.find(id);
  if (known !== undefined) return replay(known);
  let intake: Intake;
  try {
    intake = await request.openIntake();
  } catch (error) {
    // Another gateway may have taken the request in, before its run was finished.
    const earlier = await answers.findSurely(id);
    if (earlier === undefined) throw error;
    return replay(earlier);
  }
  const { report, events } = await readWholeBody(bytes, form, intake);
  if (events.length === 0) return { report };
  report.accepted = events.length;
  const status = report.rejected === 0 ? 202 : 207;
  const body = JSON.stringify(report.members());
  const earlier = await answers.store({ id, fingerprint, status, body, events });
  return earlier === undefined ? { report } : replay(earlier);
}
