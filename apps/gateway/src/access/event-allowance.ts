import type { Rate } from './rate.ts';

interface Account {
  /**
   * What the caller may send at once, below zero while it is in debt: in events times the milliseconds of the period, so
   * that all of it is whole numbers.
   */
  left: number;
  atMs: number;
}

/**
 * How many events each caller may still send. An allowance fills evenly and holds one period's worth. A request is let
 * in while there is anything left, and its events are then taken from it, however many they are: how many it holds is
 * known only when it is read, and by then the first ones are stored. What it took too much is a debt that the caller's
 * next request waits for. So nothing of a request is refused that was let in, and over time the rate holds.
 */
export class EventAllowance {
  readonly rate: Rate;
  readonly #remembered: number;
  /** Those who came last are at the end. */
  readonly #accounts = new Map<string, Account>();

  constructor(rate: Rate, remembered: number) {
    this.rate = rate;
    this.#remembered = remembered;
  }

  #account(caller: string, nowMs: number): Account {
    const { count, periodMs } = this.rate;
    const account = this.#accounts.get(caller) ?? { left: count * periodMs, atMs: nowMs };
    const passedMs = Math.max(0, nowMs - account.atMs);
    account.left = Math.min(count * periodMs, account.left + passedMs * count);
    account.atMs = Math.max(account.atMs, nowMs);
    this.#accounts.delete(caller);
    this.#accounts.set(caller, account);
    if (this.#accounts.size > this.#remembered) {
      for (const oldest of this.#accounts.keys()) {
        this.#accounts.delete(oldest);
        break;
      }
    }
    return account;
  }

  /** Whole events that are left; below zero: a debt. */
  left(caller: string, nowMs: number): number {
    return Math.floor(this.#account(caller, nowMs).left / this.rate.periodMs);
  }

  take(caller: string, events: number, nowMs: number): void {
    this.#account(caller, nowMs).left -= events * this.rate.periodMs;
  }

  /** How long (ms) until so many events are left; 0 when they are. */
  waitMs(caller: string, events: number, nowMs: number): number {
    const { count, periodMs } = this.rate;
    return Math.max(0, (events * periodMs - this.#account(caller, nowMs).left) / count);
  }
}
