import type { MetricDefinition, StreamDefinition } from '@weir/streams';
import { deadLetterTopics } from './dead-letter.ts';
import { redrivesTopic } from './scan-dead-letters.ts';

/** What Weir uses a topic for. */
export interface TopicRole {
  readonly kind: 'events' | 'raw' | 'dead-letters' | 'windows' | 'state';
  readonly words: string;
  readonly stream?: StreamDefinition;
  readonly metric?: MetricDefinition;
  /** Of records that repeat an event's `id`: the field that it is, by stream. */
  readonly idFields?: ReadonlyMap<string, string>;
}

/** The topics of all streams, by name, with what they are for. Topics of others are not in it. */
export function topicRoles(
  streams: readonly StreamDefinition[],
  duplicatesTopic = 'duplicates',
): ReadonlyMap<string, TopicRole> {
  const idFields = new Map(streams.flatMap(({ name, id }) => (id === undefined ? [] : [[name, id]])));
  const roles = new Map<string, TopicRole>([
    ['runs', { kind: 'state', words: 'state of the runs' }],
    [redrivesTopic, { kind: 'state', words: 'which dead letters were sent again' }],
    [duplicatesTopic, { kind: 'state', words: 'which events came twice', idFields }],
  ]);
  for (const stream of streams) {
    roles.set(stream.topic, { kind: 'events', words: `events of ${stream.name}`, stream });
    if (stream.inTopic !== undefined) {
      roles.set(stream.inTopic, { kind: 'raw', words: `raw JSON for ${stream.name}`, stream });
    }
    for (const topic of deadLetterTopics(stream)) {
      roles.set(topic, { kind: 'dead-letters', words: `dead letters of ${stream.name}`, stream });
    }
    for (const metric of stream.metrics) {
      roles.set(metric.topic, {
        kind: 'windows',
        words: `windows: ${stream.name} ${metric.name}`,
        stream,
        metric,
      });
    }
  }
  return roles;
}
