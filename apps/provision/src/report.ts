/** One thing that was done, such as `created topic frames`. */
export interface Change {
  readonly action: 'created' | 'changed' | 'registered' | 'applied' | 'dropped';
  readonly kind: 'topic' | 'subject' | 'database' | 'migration' | 'connector' | 'view' | 'table';
  readonly name: string;
  readonly detail?: string;
}

/** Takes what is done, as it is done. */
export interface Report {
  change(change: Change): void;
  /** Something that an operator should know, though nothing was changed. */
  notice(text: string): void;
}

export const changeLine = ({ action, kind, name, detail }: Change): string =>
  `${action} ${kind} ${name}${detail === undefined ? '' : ` (${detail})`}`;
