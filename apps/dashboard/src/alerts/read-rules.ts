import { parseDuration } from '@weir/runtime';
import { streamByName, streams } from '@weir/streams';
import type { AlertRule } from './alert-rule.ts';

type Fields = Readonly<Record<string, unknown>>;

export type RulesRead =
  | { readonly ok: true; readonly rules: readonly AlertRule[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** More rules than this would be more questions a round than a poll should ask. */
export const mostRules = 50;

const fieldsOf: Readonly<Record<AlertRule['kind'], readonly string[]>> = {
  threshold: ['stream', 'metric', 'group', 'above', 'below'],
  absence: ['stream', 'after'],
  lag: ['above'],
};
const common = ['name', 'kind', 'for'];
const kinds = Object.keys(fieldsOf);
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the text of an alerts file: `{"rules": [{"name": …, "kind": "threshold" | "absence" | "lag", …}]}`. All that is
 * wrong with it is returned at once, each with the rule and the field (docs/runbook.md has an example of each kind).
 */
export function readRules(text: string): RulesRead {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    return {
      ok: false,
      problems: [`is not JSON: ${error instanceof Error ? error.message : String(error)}`],
    };
  }
  const list = isFields(file) ? file['rules'] : undefined;
  if (!Array.isArray(list)) return { ok: false, problems: ['expected an object {"rules": [ … ]}'] };
  if (list.length > mostRules)
    return { ok: false, problems: [`has ${list.length} rules; at most ${mostRules} are evaluated`] };
  const problems: string[] = [];
  const rules: AlertRule[] = [];
  const names = new Set<string>();
  for (const [index, entry] of (list as unknown[]).entries()) {
    const name = isFields(entry) && typeof entry['name'] === 'string' ? entry['name'] : '';
    const wrong = (field: string, message: string) =>
      void problems.push(`rule ${name === '' ? index + 1 : `"${name}"`}, field "${field}": ${message}`);
    if (!isFields(entry)) {
      problems.push(`rule ${index + 1}: expected an object`);
      continue;
    }
    if (!/^[\w .-]{1,80}$/.test(name))
      wrong('name', 'expected 1 to 80 letters, digits, spaces, ".", "-" or "_"');
    else if (names.has(name)) wrong('name', 'another rule has this name');
    names.add(name);
    const rule = readRule(entry, name, wrong);
    if (rule !== undefined) rules.push(rule);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rules };
}

type Wrong = (field: string, message: string) => void;

function readRule(entry: Fields, name: string, wrong: Wrong): AlertRule | undefined {
  const kind = entry['kind'];
  if (kind !== 'threshold' && kind !== 'absence' && kind !== 'lag') {
    wrong('kind', `expected one of ${kinds.join(', ')}`);
    return undefined;
  }
  for (const field of Object.keys(entry)) {
    if (![...common, ...fieldsOf[kind]].includes(field))
      wrong(field, `unknown; a rule of kind ${kind} has ${[...common, ...fieldsOf[kind]].join(', ')}`);
  }
  const forMs = durationOf(entry, 'for', wrong, 0);
  if (kind === 'lag') return { kind, name, forMs, aboveMs: durationOf(entry, 'above', wrong) };
  const stream = streamByName(String(entry['stream'] ?? ''));
  if (stream === undefined) {
    wrong('stream', `expected one of ${streams.map((one) => one.name).join(', ')}`);
    return undefined;
  }
  if (kind === 'absence')
    return { kind, name, forMs, stream: stream.name, afterMs: durationOf(entry, 'after', wrong) };
  const metric = stream.metrics.find((one) => one.name === entry['metric']);
  if (metric === undefined) {
    wrong('metric', `expected one of ${stream.metrics.map((one) => one.name).join(', ')}`);
    return undefined;
  }
  const group = groupOf(entry, metric.by, wrong);
  const { side, limit } = limitOf(entry, wrong);
  const { windowMs } = metric;
  return { kind, name, forMs, stream: stream.name, metric: metric.name, group, windowMs, side, limit };
}

function durationOf(entry: Fields, field: string, wrong: Wrong, otherwise?: number): number {
  const value = entry[field];
  if (value === undefined && otherwise !== undefined) return otherwise;
  // A bare number would be milliseconds elsewhere and seconds in the reader's head.
  const ms = typeof value === 'string' && /[a-z]$/.test(value.trim()) ? parseDuration(value) : undefined;
  if (ms === undefined) wrong(field, 'expected a duration with its unit, such as "30s" or "5m"');
  return ms ?? NaN;
}

function groupOf(entry: Fields, by: readonly string[], wrong: Wrong): string {
  const { group } = entry;
  if (by.length === 0 && group !== undefined) wrong('group', 'this metric has no groups');
  else if (by.length > 0 && (typeof group !== 'string' || group === ''))
    wrong('group', `this metric is grouped by ${by.join(', ')}: say which group is meant`);
  return typeof group === 'string' ? group : '';
}

function limitOf(entry: Fields, wrong: Wrong): { side: 'above' | 'below'; limit: string } {
  const { above, below } = entry;
  if ((above === undefined) === (below === undefined)) wrong('above', 'expected either "above" or "below"');
  const side = above === undefined ? 'below' : 'above';
  const value = above ?? below;
  const limit = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (value !== undefined && !/^-?\d{1,30}(\.\d{1,4})?$/.test(limit))
    wrong(side, 'expected a number, or decimal text with at most four decimals ("12.50")');
  return { side, limit };
}
