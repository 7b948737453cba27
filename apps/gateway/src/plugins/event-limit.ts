import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import { callerName, rememberedCallers } from '../access/caller-name.ts';
import { EventAllowance } from '../access/event-allowance.ts';
import type { Rate } from '../access/rate.ts';
import { Problem } from '../problem.ts';

/** Limits how many events a caller sends, in however many requests. */
export interface EventLimit {
  /**
   * Lets a request in, or throws 429 with `Retry-After`. Call what it returns with the number of events whenever some
   * of the request were read.
   */
  admit(request: FastifyRequest, reply: FastifyReply): (events: number) => void;
  /** Has the answers of a plugin's routes tell what is left. */
  tellIn(app: FastifyInstance): void;
}

/** Where nothing is limited. */
export const noEventLimit: EventLimit = { admit: () => () => undefined, tellIn: () => undefined };

/** The share of a limit that is left by the headers that another limit has set. */
function shareTold(reply: FastifyReply): number {
  const [limit, remaining] = [reply.getHeader('ratelimit-limit'), reply.getHeader('ratelimit-remaining')];
  return limit === undefined ? 1 : Number(remaining) / Number(limit);
}

/**
 * A limit by key, or by address (docs/gateway.md). Answers carry the `RateLimit-*` headers of
 * draft-ietf-httpapi-ratelimit-headers; where requests are limited too, those of the limit with the smaller share left.
 */
export function createEventLimit(rate: Rate, access: Access, now: () => number = Date.now): EventLimit {
  const allowance = new EventAllowance(rate, rememberedCallers);
  const callers = new WeakMap<FastifyRequest, string>();
  const seconds = (ms: number) => String(Math.ceil(ms / 1_000));

  function admit(request: FastifyRequest, reply: FastifyReply) {
    const caller = callerName(access, request);
    callers.set(request, caller);
    const waitMs = allowance.waitMs(caller, 1, now());
    if (waitMs > 0) {
      void reply.header('retry-after', seconds(waitMs));
      throw new Problem(
        'too-many-events',
        `${rate.count} events are allowed in ${rate.periodMs / 1_000} s, and those of the requests before are paid off first; go on in ${seconds(waitMs)} s`,
      );
    }
    // One is taken at once, so that many requests at the same time are not all let in by the same allowance.
    allowance.take(caller, 1, now());
    let prepaid = 1;
    return (events: number) => {
      const due = events - Math.min(events, prepaid);
      prepaid -= events - due;
      if (due > 0) allowance.take(caller, due, now());
    };
  }

  function tell(request: FastifyRequest, reply: FastifyReply) {
    const caller = callers.get(request);
    if (caller === undefined) return;
    const left = Math.max(0, allowance.left(caller, now()));
    if (left / rate.count > shareTold(reply)) return;
    void reply
      .header('ratelimit-limit', String(rate.count))
      .header('ratelimit-remaining', String(left))
      .header('ratelimit-reset', seconds(allowance.waitMs(caller, rate.count, now())));
  }

  return {
    admit,
    tellIn: (app) =>
      app.addHook('onSend', (request, reply, _payload, done) => {
        tell(request, reply);
        done();
      }),
  };
}
