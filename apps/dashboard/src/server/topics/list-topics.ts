import type { TopicDescription } from '@weir/kafka';
import type { TopicSummary } from '../../topics/topic-types.ts';
import { kafka, withAdmin } from './kafka.ts';
import { createRates } from './rates.ts';

const rateOf = createRates();

export function summaryOf(
  { topic, partitions, replicationFactor, configs }: TopicDescription,
  ends: readonly { low: number; high: number }[],
  bytes: number | undefined,
  nowMs: number,
): TopicSummary {
  const role = kafka().roles.get(topic);
  const high = ends.reduce((sum, end) => sum + end.high, 0);
  const retention = Number(configs['retention.ms']);
  const rate = rateOf(topic, high, nowMs);
  return {
    topic,
    kind: role?.kind ?? 'other',
    role: role?.words ?? '',
    stream: role?.stream?.name ?? null,
    internal: topic.startsWith('__'),
    partitions,
    replicas: replicationFactor,
    messages: high - ends.reduce((sum, end) => sum + end.low, 0),
    rate: rate === undefined ? null : Math.round(rate * 10) / 10,
    bytes: bytes ?? null,
    cleanup: configs['cleanup.policy'] ?? '',
    retention_ms: configs['retention.ms'] === undefined || retention < 0 ? null : retention,
  };
}

/** Every topic, by name. */
export async function listTopics(): Promise<TopicSummary[]> {
  const { log } = kafka();
  const names = await withAdmin((admin) => admin.listTopics());
  const [described, sizes, ends] = await Promise.all([
    withAdmin((admin) => admin.describeTopics(names)),
    log.sizes().catch(() => new Map<string, number>()),
    Promise.all(names.map(async (name) => [name, await log.ends(name).catch(() => [])] as const)),
  ]);
  const endsOf = new Map(ends);
  const nowMs = Date.now();
  return described
    .map((one) => summaryOf(one, endsOf.get(one.topic) ?? [], sizes.get(one.topic), nowMs))
    .sort((a, b) => a.topic.localeCompare(b.topic));
}
