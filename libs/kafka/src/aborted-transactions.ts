/** An aborted transaction, as a fetch response lists it. */
export interface AbortedTransaction {
  readonly producerId: string;
  /** Of its first record in the partition. */
  readonly firstOffset: number;
}

/**
 * Tells, batch by batch in the order of the log, what belongs to an aborted transaction: a producer's records from the
 * transaction's first one up to its control record (KIP-98).
 */
export class AbortedTransactions {
  readonly #waiting: AbortedTransaction[];
  readonly #open = new Set<string>();

  constructor(listed: readonly AbortedTransaction[]) {
    this.#waiting = [...listed].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Call with every batch's first offset. */
  reach(offset: number): void {
    while (this.#waiting[0] !== undefined && this.#waiting[0].firstOffset <= offset) {
      this.#open.add(this.#waiting.shift()?.producerId ?? '');
    }
  }

  /** At a producer's control batch: what it writes from now on belongs to another transaction. */
  end(producerId: string): void {
    this.#open.delete(producerId);
  }

  has(producerId: string): boolean {
    return this.#open.has(producerId);
  }
}
