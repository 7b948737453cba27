export { createRecordDecoder, type DecodedValue, type DecodeValue } from './record-decoder.ts';
export { deadLetterTopics, readDeadLetter, type DeadLetter } from './dead-letter.ts';
export {
  readRedriven,
  redrivesTopic,
  scanDeadLetters,
  type DeadLetterScan,
  type Redriven,
} from './scan-dead-letters.ts';
export { letterEvent, mend, parsePatch, type LetterEvent, type Patch } from './letter-event.ts';
export {
  eventTimeOf,
  inEventTimeOrder,
  isTooOldForLive,
  redriveBatches,
  redriveBody,
  type RedriveItem,
} from './redrive-plan.ts';
export { topicRoles, type TopicRole } from './topic-roles.ts';
export { browsedRecord, type BrowsedRecord } from './browsed-record.ts';
export {
  browseTopic,
  type BrowseLimits,
  type BrowsePage,
  type BrowsePosition,
  type BrowseSource,
} from './browse-topic.ts';
export { browseStart, readCursor, writeCursor, type BrowseFrom } from './browse-start.ts';
export { parseFieldFilter, recordFilter, type FieldFilter, type RecordFilter } from './record-filter.ts';
export { maskedText, maskFor, parseMaskedFields, unmasked, type MaskedField } from './mask-fields.ts';
export { recordJson, recordsCsv } from './export-records.ts';
