import {
  parseFieldFilter,
  readCursor,
  type BrowseFrom,
  type BrowsePosition,
  type RecordFilter,
} from '@weir/topics';
import type { ParameterError } from '../problem.ts';
import { parseTime } from '../series-params.ts';
import { BadParameters } from './answer.ts';

/** What `GET /api/topics/:topic/messages` (and its export, and the live tail) was asked for. */
export interface BrowseQuestion {
  readonly from: BrowseFrom;
  readonly partition: number | undefined;
  readonly cursor: BrowsePosition | undefined;
  readonly limit: number;
  /** Records that one request may look at. */
  readonly scan: number;
  readonly filter: RecordFilter;
  readonly format: 'json' | 'csv';
  readonly full: boolean;
}

export const mostMatches = 500;
export const mostExported = 10_000;
const mostScanned = 200_000;
const mostFilters = 10;

const known = ['from', 'partition', 'cursor', 'limit', 'scan', 'q', 'key', 'field', 'format', 'full'];

/** `newest`, `oldest`, an offset, or a time (ISO 8601 with an offset). */
function readFrom(text: string): BrowseFrom | undefined {
  if (text === 'newest' || text === 'oldest') return { kind: text };
  if (/^\d{1,15}$/.test(text)) return { kind: 'offset', offset: Number(text) };
  const timeMs = parseTime(text);
  return timeMs === undefined ? undefined : { kind: 'time', timeMs };
}

/** Reads the parameters; throws `BadParameters` with all that is wrong. */
export function readBrowseParams(params: URLSearchParams, most = mostMatches): BrowseQuestion {
  const errors: ParameterError[] = [];
  const wrong = (parameter: string, message: string) => void errors.push({ parameter, message });
  for (const name of new Set(params.keys())) {
    if (!known.includes(name)) wrong(name, `unknown; there are ${known.join(', ')}`);
    else if (name !== 'field' && params.getAll(name).length > 1) wrong(name, 'given more than once');
  }
  const whole = (name: string, otherwise: number, min: number, max: number): number => {
    const text = params.get(name);
    if (text === null || text === '') return otherwise;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    wrong(name, `expected a whole number from ${min} to ${max}`);
    return otherwise;
  };
  const from = readFrom(params.get('from') || 'newest');
  if (from === undefined) {
    wrong('from', 'expected newest, oldest, an offset, or a time such as 2026-01-31T12:00:00Z');
  }
  const partition = params.get('partition') ? whole('partition', 0, 0, 1_000_000) : undefined;
  const limit = whole('limit', Math.min(50, most), 1, most);
  const scan = whole('scan', 50_000, 1, mostScanned);
  const given = params.get('cursor');
  const cursor = given ? readCursor(given) : undefined;
  if (given && cursor === undefined) wrong('cursor', 'is none of ours; begin anew without it');
  const texts = params.getAll('field').filter((text) => text.trim() !== '');
  if (texts.length > mostFilters) wrong('field', `at most ${mostFilters}`);
  const fields = texts.flatMap((text) => {
    const filter = parseFieldFilter(text);
    if (filter === undefined)
      wrong('field', `"${text.slice(0, 60)}" is not <path><operator><value>, such as amount>=100`);
    return filter ?? [];
  });
  const format = params.get('format') ?? 'json';
  if (format !== 'json' && format !== 'csv') wrong('format', 'expected json or csv');
  if (errors.length > 0 || from === undefined) throw new BadParameters(errors);
  return {
    from,
    partition,
    cursor,
    limit,
    scan,
    filter: { text: params.get('q') || undefined, key: params.get('key') || undefined, fields },
    format: format === 'csv' ? 'csv' : 'json',
    full: params.get('full') === '1',
  };
}
