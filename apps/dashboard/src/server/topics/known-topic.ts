import { withAdmin } from './kafka.ts';
import { NotThere } from './answer.ts';

let listed: { readonly at: number; readonly names: ReadonlySet<string> } | undefined;
/** A topic that was there so recently (ms) is there. */
const freshMs = 5_000;

/** Throws unless the topic exists: asking Kafka for one that does not could make it. */
export async function knownTopic(topic: string): Promise<string> {
  if (listed === undefined || Date.now() - listed.at > freshMs || !listed.names.has(topic)) {
    const names = await withAdmin((admin) => admin.listTopics());
    listed = { at: Date.now(), names: new Set(names) };
  }
  if (!listed.names.has(topic)) throw new NotThere(`there is no topic ${topic.slice(0, 249)}`);
  return topic;
}
