import { decodeResumePoint } from '@weir/windowing';
import type { Group, GroupPartition } from '../../topics/topic-types.ts';
import { kafka, withAdmin } from './kafka.ts';

interface Commit {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string;
}

/**
 * How far the group has read, where the commit's metadata is a resume point of the aggregator (docs/adr/0006) and tells
 * of more than the offset; null otherwise.
 */
function positionOf({ offset, metadata }: Commit): number | null {
  const { position } = decodeResumePoint(offset, metadata);
  return position > offset ? position : null;
}

/** When the records at these offsets were appended (epoch ms), for one topic. */
async function timesAt(topic: string, positions: ReadonlyMap<number, number>): Promise<Map<number, number>> {
  const fetched = await kafka().log.fetch(topic, positions, { maxBytes: 1_000_000 });
  return new Map(
    fetched.flatMap(({ partition, records }) =>
      records[0] === undefined ? [] : [[partition, records[0].timestamp] as const],
    ),
  );
}

async function lagsOf(commits: readonly Commit[], nowMs: number): Promise<GroupPartition[]> {
  const { log } = kafka();
  const topics = [...new Set(commits.map(({ topic }) => topic))];
  const all = await Promise.all(
    topics.map(async (topic) => {
      const own = commits.filter((one) => one.topic === topic);
      const ends = new Map((await log.ends(topic).catch(() => [])).map((end) => [end.partition, end]));
      const lagged = own.map((one) => {
        const { low = 0, high = 0 } = ends.get(one.partition) ?? {};
        const position = positionOf(one);
        const from = Math.max(low, position ?? one.offset);
        return { ...one, position, from, lag: Math.max(0, high - from) };
      });
      const behind = new Map(
        lagged.filter(({ lag }) => lag > 0).map(({ partition, from }) => [partition, from]),
      );
      const times =
        behind.size === 0
          ? new Map<number, number>()
          : await timesAt(topic, behind).catch(() => new Map<number, number>());
      return lagged.map(({ from: _from, metadata: _metadata, ...one }): GroupPartition => {
        const time = times.get(one.partition);
        // Offsets without records (the ends of transactions) are nothing to be behind of.
        const seconds = time === undefined ? null : Math.max(0, (nowMs - time) / 1_000);
        return { ...one, lag_seconds: one.lag === 0 ? 0 : seconds };
      });
    }),
  );
  return all.flat();
}

const greatest = (values: readonly (number | null)[]) =>
  values.reduce<number | null>((most, one) => (one === null ? most : Math.max(most ?? 0, one)), null);

/** Every consumer group with its lag, in records and in seconds. `topic`: only groups that read it. */
export async function listGroups(topic?: string): Promise<Group[]> {
  const names = await withAdmin((admin) => admin.listGroups());
  const [described, commits] = await Promise.all([
    withAdmin((admin) => admin.describeGroups(names)),
    withAdmin((admin) =>
      Promise.all(names.map(async (name) => [name, await admin.groupCommits(name)] as const)),
    ),
  ]);
  const nowMs = Date.now();
  const groups = await Promise.all(
    commits.map(async ([group, all]): Promise<Group> => {
      const wanted = topic === undefined ? all : all.filter((one) => one.topic === topic);
      const partitions = (await lagsOf(wanted, nowMs)).sort(
        (a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition,
      );
      const description = described.find((one) => one.group === group);
      return {
        group,
        state: description?.state ?? 'Unknown',
        members: description?.members ?? [],
        topics: [...new Set(partitions.map((one) => one.topic))],
        lag: partitions.reduce((sum, { lag }) => sum + lag, 0),
        lag_seconds: greatest(partitions.map(({ lag_seconds: seconds }) => seconds)),
        partitions,
      };
    }),
  );
  return groups
    .filter((one) => topic === undefined || one.partitions.length > 0)
    .sort((a, b) => a.group.localeCompare(b.group));
}
