import type { KafkaAdmin } from '@weir/kafka';
import type { Contestant, Job } from '../contestants/contestant.ts';

/**
 * A topic between stages is taken as read when no more than this is unread: the markers of the last transactions (of 2
 * threads in 6 partitions) are never committed as read.
 */
const unreadMarkers = 12;

/**
 * How many events of the input are done: results published, position committed. Asked from the broker, so that it is
 * measured alike for all. What a contestant has put aside in topics between its stages is not done.
 */
export async function eventsDone(admin: KafkaAdmin, contestant: Contestant, job: Job): Promise<number> {
  if (contestant.eventsDone !== undefined) return contestant.eventsDone(job);
  const between = contestant.betweenStages?.(job) ?? [];
  const offsets = await admin.groupOffsets(job.group, [job.input]);
  const read = offsets.reduce((sum, offset) => sum + contestant.positionOf(offset), 0);
  if (between.length === 0 || read === 0) return read;
  const stages = await Promise.all(
    between.map(async (topic) => {
      const partitions = await admin.groupOffsets(job.group, [topic]);
      const read = partitions.reduce((sum, { offset }) => sum + (offset ?? 0), 0);
      const unread = partitions.reduce((sum, { lag }) => sum + lag, 0);
      return unread <= unreadMarkers ? 1 : read / (read + unread);
    }),
  );
  return read * Math.min(...stages);
}
