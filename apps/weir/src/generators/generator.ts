import type { Random } from '../generate/random.ts';

export interface GeneratorOptions {
  readonly random: Random;
  /** How many different keys there are. */
  readonly users: number;
  /** True for events as large and as ugly as the real ones. */
  readonly realSize: boolean;
}

/** Writes the next event as one line of JSON (without the newline), as a client would send it. */
export type NextEvent = (timeMs: number) => string;

export interface Generator {
  readonly create: (options: GeneratorOptions) => NextEvent;
  /** Events a second in the demo; absent when the demo leaves the stream out. */
  readonly demoRate?: number;
  /** Says who the users are when that is not for the caller to choose. */
  readonly fixedUsers?: string;
  /** Event times are whole multiples of this (ms): an exchange's minute, say. Absent: any millisecond. */
  readonly timeStepMs?: number;
  /** A sum that is known beforehand: what the event with this index (from 0) adds to it, in whole units. */
  readonly expected?: { readonly metric: string; readonly worthOf: (index: number) => number };
}
