import type { KafkaAdmin, TopicDescription, TopicSpec } from '@weir/kafka';
import type { Report } from '../report.ts';
import type { WantedTopic } from './wanted-topics.ts';

const partitionsText = (count: number) => `${count} partition${count === 1 ? '' : 's'}`;

/** The settings of a topic that are not as they are wanted. */
export function wrongConfigs(wanted: TopicSpec, present: TopicDescription): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted.configs ?? {}).filter(([name, value]) => present.configs[name] !== value),
  );
}

/** With three replicas two must have a record before it is acknowledged: so one broker may die, and nothing is lost. */
export function withInSync(spec: TopicSpec): TopicSpec {
  if ((spec.replicationFactor ?? 1) < 3) return spec;
  return { ...spec, configs: { ...spec.configs, 'min.insync.replicas': '2' } };
}

async function mend(
  admin: KafkaAdmin,
  wanted: TopicSpec,
  present: TopicDescription,
  grow: boolean,
  report: Report,
) {
  const { topic, partitions } = wanted;
  const wrong = wrongConfigs(wanted, present);
  if (Object.keys(wrong).length > 0) {
    await admin.alterConfigs(topic, wrong);
    const detail = Object.entries(wrong)
      .map(([name, value]) => `${name} ${present.configs[name] ?? '(unset)'} → ${value}`)
      .join(', ');
    report.change({ action: 'changed', kind: 'topic', name: topic, detail });
  }
  if (present.partitions >= partitions) return;
  if (!grow) {
    report.notice(
      `topic ${topic} has ${partitionsText(present.partitions)}, its definition says ${partitions}: ` +
        '--grow-partitions adds them; keys then move to other partitions, so do it while no window is open',
    );
    return;
  }
  await admin.growPartitions(topic, partitions);
  const detail = `${partitionsText(present.partitions)} → ${partitions}`;
  report.change({ action: 'changed', kind: 'topic', name: topic, detail });
}

/** Creates what is missing and sets what differs. Partitions are only added when `grow` says so, never taken away. */
export async function provisionTopics(
  admin: KafkaAdmin,
  wanted: readonly WantedTopic[],
  { grow }: { grow: boolean },
  report: Report,
): Promise<void> {
  const created = new Set(await admin.createTopics(wanted.map(withInSync)));
  for (const { topic, partitions } of wanted.filter((spec) => created.has(spec.topic))) {
    report.change({ action: 'created', kind: 'topic', name: topic, detail: partitionsText(partitions) });
  }
  const older = wanted.filter(({ topic, asIs }) => !created.has(topic) && asIs !== true);
  const descriptions = await admin.describeTopics(older.map(({ topic }) => topic));
  let onFewer = 0;
  for (const spec of older) {
    const present = descriptions.find(({ topic }) => topic === spec.topic);
    if (present === undefined) continue;
    // What the topic has, not what it would get today: a broker may just be away.
    const { replicationFactor } = present;
    await mend(admin, withInSync({ ...spec, replicationFactor }), present, grow, report);
    if (replicationFactor < (spec.replicationFactor ?? 0)) onFewer += 1;
  }
  if (onFewer > 0) {
    report.notice(
      `${onFewer} topics were made with fewer replicas than they would get now; docs/runbook.md says how to move them`,
    );
  }
}
