import { streamsFromEnv, type StreamDefinition } from '@weir/streams';
import {
  deadLetterTopics,
  eventTimeOf,
  isTooOldForLive,
  letterEvent,
  maskFor,
  readDeadLetter,
  readRedriven,
  redrivesTopic,
  scanDeadLetters,
  type DeadLetter,
} from '@weir/topics';
import { withAdmin, kafka } from './kafka.ts';
import { badParameter, NotThere } from './answer.ts';
import { parseTime } from '../series-params.ts';
import { topicsConfig } from './topics-config.ts';
import { createTurnstile } from './turnstile.ts';

export const knownStream = (name: string | null): StreamDefinition => {
  const all = streamsFromEnv(process.env);
  const stream = all.find((one) => one.name === name);
  if (stream !== undefined) return stream;
  throw badParameter('stream', `expected one of ${all.map((one) => one.name).join(', ')}`);
};

const enter = createTurnstile(2, 10_000);
/** Letters that are looked at in one request; the newest of them are shown. */
const mostRead = 500_000;

const place = ({ topic, partition, offset }: DeadLetter) => `${topic}-${partition}-${offset}`;

/** A letter as the page shows it. What is hidden of its event is hidden of its headers too. */
async function shown(stream: StreamDefinition, letter: DeadLetter, nowMs: number) {
  const read = await letterEvent(stream, letter, kafka().decode);
  const { masked: fields } = topicsConfig();
  const seen = maskFor(
    kafka().roles.get(letter.topic),
    fields,
  )({
    partition: letter.partition,
    offset: letter.offset,
    timestamp: letter.at,
    key: letter.origin,
    headers: {
      ...letter.headers,
      detail: letter.detail,
      ...(letter.key === null ? {} : { key: letter.key }),
    },
    bytes: letter.value?.length ?? 0,
    format: read.ok ? 'json' : 'hex',
    ...(read.ok
      ? { value: read.event }
      : { hex: letter.value?.toString('hex', 0, 512) ?? '', error: read.error }),
  });
  return {
    place: place(letter),
    origin: letter.origin,
    reason: letter.reason,
    detail: seen.headers['detail'] ?? '',
    at: new Date(letter.at).toISOString(),
    run_id: letter.run,
    key: seen.headers['key'] ?? null,
    headers: seen.headers,
    event: seen.value ?? null,
    event_time: read.ok ? (eventTimeOf(stream, read.event) ?? null) : null,
    error: seen.error ?? null,
    hex: seen.hex ?? null,
    masked: seen.masked === true,
    too_old_for_live: read.ok && (letter.run !== '' || isTooOldForLive(stream, read.event, nowMs)),
  };
}

async function existing(stream: StreamDefinition): Promise<{ topics: string[]; hasRedrives: boolean }> {
  const names = new Set(await withAdmin((admin) => admin.listTopics()));
  return {
    topics: deadLetterTopics(stream).filter((topic) => names.has(topic)),
    hasRedrives: names.has(redrivesTopic),
  };
}

const known = ['stream', 'reason', 'from', 'to', 'limit'];

/** The dead letters of a stream: how many for each reason, and the newest of them with what became of them. */
export async function listDeadLetters(params: URLSearchParams, signal: AbortSignal) {
  for (const name of params.keys()) {
    if (!known.includes(name)) throw badParameter(name, `unknown; there are ${known.join(', ')}`);
  }
  const stream = knownStream(params.get('stream'));
  const time = (name: string) => {
    const text = params.get(name);
    if (text === null || text === '') return undefined;
    const ms = parseTime(text);
    if (ms === undefined) throw badParameter(name, 'expected a time such as 2026-01-31T12:00:00Z');
    return ms;
  };
  const reason = params.get('reason') || undefined;
  const limit = Math.min(200, Math.max(1, Number(params.get('limit') ?? 50) || 50));
  const { topics, hasRedrives } = await existing(stream);
  return enter(async () => {
    const reasons = new Map<string, number>();
    let newest: DeadLetter[] = [];
    let total = 0;
    let read = 0;
    const scan = {
      topics,
      fromMs: time('from'),
      toMs: time('to'),
      signal,
      onProgress: (count: number) => (read = count),
    };
    for await (const letter of scanDeadLetters(kafka().connection, scan)) {
      reasons.set(letter.reason, (reasons.get(letter.reason) ?? 0) + 1);
      if (read > mostRead) break;
      if (reason !== undefined && letter.reason !== reason) continue;
      total += 1;
      newest.push(letter);
      if (newest.length > 4 * limit) newest = newest.sort((a, b) => a.at - b.at).slice(-limit);
    }
    newest = newest.sort((a, b) => b.at - a.at).slice(0, limit);
    const done = hasRedrives
      ? await readRedriven(kafka().connection, new Set(newest.map(({ origin }) => origin)))
      : new Map<string, { at: string; run: string }>();
    const nowMs = Date.now();
    const letters = await Promise.all(
      newest.map(async (letter) => {
        const redriven = done.get(letter.origin);
        return {
          ...(await shown(stream, letter, nowMs)),
          redriven: redriven === undefined ? null : { at: redriven.at, run_id: redriven.run },
        };
      }),
    );
    return {
      stream: stream.name,
      total,
      complete: read <= mostRead,
      reasons: Object.fromEntries([...reasons].sort(([, a], [, b]) => b - a)),
      letters,
    };
  });
}

/** One dead letter, by the place where it lies. */
export async function deadLetterAt(stream: StreamDefinition, where: string): Promise<DeadLetter> {
  const [, topic = '', partition, offset] = /^(.+)-(\d{1,9})-(\d{1,15})$/.exec(where) ?? [];
  if (!deadLetterTopics(stream).includes(topic)) {
    throw badParameter(
      'place',
      `expected <topic>-<partition>-<offset> of ${deadLetterTopics(stream).join(' or ')}`,
    );
  }
  const fetched = await kafka().log.fetch(topic, new Map([[Number(partition), Number(offset)]]), {
    maxBytes: 2_000_000,
  });
  const record = fetched[0]?.records.find((one) => one.offset === Number(offset));
  if (record === undefined) throw new NotThere(`there is no dead letter at ${where} any more`);
  return readDeadLetter(topic, Number(partition), record);
}
