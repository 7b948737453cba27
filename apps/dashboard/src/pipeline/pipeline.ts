/** The four stations of an event's way, in order. */
export type StationName = 'gateway' | 'kafka' | 'aggregator' | 'clickhouse';

export interface Station {
  readonly name: StationName;
  readonly state: 'good' | 'warn' | 'bad';
  /** Events a second, where it is known. */
  readonly perSecond?: number;
  /** How far (s of event time) it is behind the station before it. */
  readonly lagSeconds?: number;
  /** Small facts, in words and numbers. */
  readonly facts: readonly { readonly label: string; readonly value: number }[];
  /** What is wrong and what it means, in plain words. */
  readonly problem?: string;
}

export interface Pipeline {
  readonly atMs: number;
  readonly stations: readonly Station[];
}
