export { defineStream, type CheckSpec, type MetricSpec, type StreamSpec } from './define-stream.ts';
export { createEventCheck } from './event-checks.ts';
export { itemRecordOf } from './item-record.ts';
export { streamByName, streams } from './registry.ts';
export {
  otherGroup,
  type EventCheck,
  type MetricChart,
  type MetricDefinition,
  type MetricKind,
  type MetricUnit,
  type StreamDefinition,
} from './stream-definition.ts';
export { duplicatesTopic, streamsFromEnv } from './topic-overrides.ts';
