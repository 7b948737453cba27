import { streamByName, streams, streamsFromEnv, type StreamDefinition } from '@weir/streams';
import { usageError } from './cli-error.ts';

/** The stream of that name, or a usage error that lists those there are. */
export function knownStream(name: string): StreamDefinition {
  const stream = streamByName(name);
  if (stream !== undefined) return stream;
  throw usageError(
    `there is no stream "${name}"; the streams are ${streams.map((one) => one.name).join(', ')}`,
  );
}

/** The same, with the names of its topics as the environment overrides them. */
export function streamInUse(name: string, env = process.env): StreamDefinition {
  const known = knownStream(name);
  return streamsFromEnv(env).find((one) => one.name === known.name) ?? known;
}
