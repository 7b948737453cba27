/** Kafka did not answer in time, or refused in a way that only time or an operator can mend. Nothing of it is acknowledged. */
export class BrokerUnavailable extends Error {
  override readonly name: string = 'BrokerUnavailable';
}

/** Kafka does not let us in, or we do not trust it: TLS or the login is set wrong. The message says which variables. */
export class BrokerAccessRefused extends BrokerUnavailable {
  override readonly name = 'BrokerAccessRefused';
}

/** The producer's queue holds as many bytes as it may: the caller is faster than Kafka. Try again soon. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

/** A record that Kafka will never take (too large, no such topic): trying again is of no use. */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused';
}

/** The schema registry refuses a schema because it breaks those who read older (or newer) events. */
export class IncompatibleSchema extends Error {
  override readonly name = 'IncompatibleSchema';
  readonly subject: string;
  /** What the registry said. */
  readonly reason: string;
  constructor(subject: string, reason: string) {
    super(`the registry refuses the schema of ${subject}: ${reason}`);
    this.subject = subject;
    this.reason = reason;
  }
}

/** The schema registry does not answer, or answers with an error of its own. */
export class RegistryUnavailable extends Error {
  override readonly name: string = 'RegistryUnavailable';
}

/** The registry does not let us in, or we do not trust it. The message says which variables. */
export class RegistryAccessRefused extends RegistryUnavailable {
  override readonly name = 'RegistryAccessRefused';
}

/** The registry answers, and has no schema of this id: whatever was written with it cannot be read. */
export class UnknownSchema extends Error {
  override readonly name = 'UnknownSchema';
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
