/** The answers of the topics API, as the pages use them (docs/topics.md). */

/** A topic as `GET /api/topics` lists it. */
export interface TopicSummary {
  readonly topic: string;
  readonly kind: string;
  readonly role: string;
  readonly stream: string | null;
  readonly internal: boolean;
  readonly partitions: number;
  readonly replicas: number;
  /** Offsets between the ends of the log: exact, except that compaction and transactions leave gaps. */
  readonly messages: number;
  /** Messages per second; null until it was seen twice. */
  readonly rate: number | null;
  /** Bytes on disk, all replicas together; null when the broker does not say. */
  readonly bytes: number | null;
  readonly cleanup: string;
  readonly retention_ms: number | null;
}

export interface GroupPartition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** How far it has read, when that is further than what it has committed: the aggregator keeps what open windows need. */
  readonly position: number | null;
  readonly lag: number;
  /** How long ago (s) the first record was appended that the group has not read; 0 without lag, null when unknown. */
  readonly lag_seconds: number | null;
}

/** A consumer group as `GET /api/groups` lists it. */
export interface Group {
  readonly group: string;
  readonly state: string;
  readonly members: readonly { readonly clientId: string; readonly host: string }[];
  readonly topics: readonly string[];
  readonly lag: number;
  readonly lag_seconds: number | null;
  readonly partitions: readonly GroupPartition[];
}

export interface TopicDetail extends TopicSummary {
  readonly partition_ends: readonly {
    readonly partition: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly configs: readonly { readonly name: string; readonly value: string; readonly own: boolean }[];
  readonly groups: readonly Group[];
  readonly masked: boolean;
  readonly produce: boolean;
}

export interface Message {
  readonly partition: number;
  readonly offset: number;
  readonly time: string;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
  readonly format: string;
  readonly schema_id?: number;
  readonly value?: unknown;
  readonly text?: string;
  readonly hex?: string;
  readonly error?: string;
  /** Characters that the value has, when only the first are here. */
  readonly cut?: number;
  readonly masked?: boolean;
}

export interface MessagePage {
  readonly messages: readonly Message[];
  readonly scanned: number;
  readonly total: number;
  readonly stopped: 'page' | 'limit' | 'end';
  readonly cursor: string | null;
}

export interface SchemaAnswer {
  readonly subject: string;
  readonly versions: readonly { readonly version: number; readonly id: number; readonly schema: string }[];
  readonly diff: {
    readonly from: number;
    readonly to: number;
    readonly parts: readonly { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }[];
  } | null;
}

export interface Letter {
  readonly place: string;
  readonly origin: string;
  readonly reason: string;
  readonly detail: string;
  readonly at: string;
  readonly run_id: string;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly event: unknown;
  readonly error: string | null;
  readonly hex: string | null;
  readonly masked: boolean;
  readonly too_old_for_live: boolean;
  readonly redriven: { readonly at: string; readonly run_id: string } | null;
}

export interface LettersAnswer {
  readonly stream: string;
  readonly total: number;
  readonly complete: boolean;
  readonly reasons: Readonly<Record<string, number>>;
  readonly letters: readonly Letter[];
}
