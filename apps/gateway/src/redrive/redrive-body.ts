import { Problem } from '../problem.ts';

/** One dead letter as a client sends it: whose it is, and the event as JSON, mended or not. */
export interface RedriveItem {
  readonly origin: string;
  readonly event: unknown;
}

export const mostItems = 1_000;

const originForm = /^[A-Za-z0-9._-]{1,249}-\d{1,10}-\d{1,16}$/;

/** Reads `[{"origin":"transactions-3-17","event":{…}}, …]`, or one such object. Throws 400 saying which is wrong. */
export function readRedriveBody(body: unknown): RedriveItem[] {
  const list = Array.isArray(body) ? body : [body];
  const wrong = (index: number, path: string, message: string) =>
    new Problem('bad-request', `item ${index}: ${path} ${message}`, { errors: [{ index, path, message }] });
  if (list.length === 0 || list.length > mostItems) {
    throw new Problem('bad-request', `send 1 to ${mostItems} items of {"origin", "event"}`);
  }
  return list.map((item: unknown, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      throw wrong(index, '', 'must be an object with origin and event');
    }
    const { origin, event } = item as Record<string, unknown>;
    if (typeof origin !== 'string' || !originForm.test(origin)) {
      throw wrong(index, '/origin', 'must be <topic>-<partition>-<offset>, as the dead letter has it');
    }
    if (event === undefined) throw wrong(index, '/event', 'is missing');
    return { origin, event };
  });
}
