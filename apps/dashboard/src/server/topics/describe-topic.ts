import { maskFor, unmasked } from '@weir/topics';
import { NotThere } from './answer.ts';
import { kafka, withAdmin } from './kafka.ts';
import { knownTopic } from './known-topic.ts';
import { summaryOf } from './list-topics.ts';
import { topicsConfig } from './topics-config.ts';

/** One topic: summary, partitions, settings, and what may be done with it. */
export async function describeTopic(name: string) {
  const topic = await knownTopic(name);
  const { log, roles } = kafka();
  const [[description], sizes, ends] = await Promise.all([
    withAdmin((admin) => admin.describeTopics([topic])),
    log.sizes().catch(() => new Map<string, number>()),
    log.ends(topic),
  ]);
  if (description === undefined) throw new NotThere(`there is no topic ${topic}`);
  const { produce, masked } = topicsConfig();
  const role = roles.get(topic);
  return {
    ...summaryOf(description, ends, sizes.get(topic), Date.now()),
    partition_ends: ends,
    configs: Object.entries(description.configs)
      .map(([key, value]) => ({ name: key, value, own: key in description.ownConfigs }))
      .sort((a, b) => Number(b.own) - Number(a.own) || a.name.localeCompare(b.name)),
    masked: maskFor(role, masked) !== unmasked,
    produce:
      produce &&
      (role === undefined || role.kind === 'events' || role.kind === 'raw') &&
      !topic.startsWith('__'),
  };
}
