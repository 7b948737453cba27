import { BrokerUnavailable, createRegistry, registryOptions } from '@weir/kafka';
import type { StreamDefinition } from '@weir/streams';
import {
  createRecordDecoder,
  deadLetterTopics,
  readRedriven,
  redrivesTopic,
  scanDeadLetters,
  type DeadLetter,
  type DeadLetterScan,
  type DecodeValue,
  type Redriven,
} from '@weir/topics';
import { unreachable, usageError } from '../cli-error.ts';
import { connectAdmin, quietConnection } from '../kafka/connect-admin.ts';
import { streamInUse } from '../known-stream.ts';
import type { Settings } from '../settings.ts';

export type DeadLetterFilter = Pick<DeadLetterScan, 'reasons' | 'fromMs' | 'toMs' | 'onProgress' | 'signal'>;

/** A stream's dead letters, wherever they are. Its methods throw a `CliError` when Kafka is away. */
export interface DeadLetters {
  readonly stream: StreamDefinition;
  readonly decode: DecodeValue;
  scan(filter: DeadLetterFilter): AsyncIterable<DeadLetter>;
  redriven(only?: ReadonlySet<string>): Promise<ReadonlyMap<string, Redriven>>;
}

export async function openDeadLetters(name: string, settings: Settings): Promise<DeadLetters> {
  const stream = streamInUse(name);
  const connection = quietConnection(settings);
  const admin = await connectAdmin(settings);
  const existing = await admin.listTopics().finally(() => admin.close());
  const topics = deadLetterTopics(stream).filter((topic) => existing.includes(topic));
  if (topics.length === 0) {
    throw usageError(
      `${stream.name} has no topic of dead letters yet (${deadLetterTopics(stream).join(', ')})`,
    );
  }

  async function* scan(filter: DeadLetterFilter) {
    try {
      yield* scanDeadLetters(connection, { ...filter, topics });
    } catch (error) {
      if (error instanceof BrokerUnavailable) throw unreachable(error.message);
      throw error;
    }
  }

  return {
    stream,
    decode: createRecordDecoder(createRegistry(registryOptions(settings))),
    scan,
    redriven: async (only) =>
      existing.includes(redrivesTopic) ? readRedriven(connection, only) : new Map<string, Redriven>(),
  };
}
