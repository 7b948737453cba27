import { setTimeout as sleep } from 'node:timers/promises';
import type { Registry } from '@weir/kafka';
import type { Logger } from '@weir/runtime';
import { runSchema } from '@weir/schemas';
import { runsTopic } from './runs/run-directory.ts';
import type { ServedStream } from './stream-catalog.ts';

/** Where the schemas of streams and runs are registered, as far as it is known. */
export interface SchemaIds {
  runs(): number | undefined;
  /** What is missing, in words; undefined when nothing is. */
  problem(): string | undefined;
}

/**
 * Asks the registry for the ids of all schemas, again and again until it has them. It only asks: registering is the
 * business of provision, which checks compatibility first.
 */
export function learnSchemaIds(
  registry: Registry,
  streams: ReadonlyMap<string, ServedStream>,
  { log, signal }: { log: Logger; signal: AbortSignal },
): SchemaIds {
  let runsId: number | undefined;
  let problem: string | undefined = 'schemas: not asked for yet';

  async function ask(): Promise<string | undefined> {
    const missing: string[] = [];
    for (const served of streams.values()) {
      const { topic, schema } = served.definition;
      served.schemaId ??= await registry.idOf(`${topic}-value`, schema);
      if (served.schemaId === undefined) missing.push(`${topic}-value`);
    }
    runsId ??= await registry.idOf(`${runsTopic}-value`, runSchema);
    if (runsId === undefined) missing.push(`${runsTopic}-value`);
    return missing.length === 0
      ? undefined
      : `schemas: not registered as ${missing.join(', ')}; run provision`;
  }

  async function untilKnown(): Promise<void> {
    for (let waitMs = 250; !signal.aborted; waitMs = Math.min(waitMs * 2, 2_000)) {
      const before = problem;
      problem = await ask().catch(
        (error: unknown) => `schemas: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (problem === undefined) return log.info('all schemas are known');
      if (problem !== before) log.warn(`waiting for ${problem}`);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
  void untilKnown();

  return { runs: () => runsId, problem: () => problem };
}
