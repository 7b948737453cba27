import type { WindowQuestion } from '@weir/audit';
import { streamsFromEnv } from '@weir/streams';
import type { ParameterError } from './problem.ts';
import { parseTime } from './series-params.ts';

const known = ['stream', 'metric', 'window_start', 'run', 'group'];
/** What arrived longer ago than this (ms) must have been counted. */
const settleMs = 60_000;

type Reading =
  | { readonly ok: true; readonly question: WindowQuestion }
  | { readonly ok: false; readonly errors: readonly ParameterError[] };

/** Reads `?stream=&metric=&window_start=&run=&group=`; all that is wrong with it is returned at once. */
export function readAuditParams(params: URLSearchParams, nowMs: number): Reading {
  const errors: ParameterError[] = [];
  const wrong = (parameter: string, message: string) => void errors.push({ parameter, message });
  for (const name of new Set(params.keys())) {
    if (!known.includes(name)) wrong(name, `unknown; there are ${known.join(', ')}`);
    else if (params.getAll(name).length > 1) wrong(name, 'given more than once');
  }
  const names = (list: readonly { name: string }[] | undefined) => list?.map(({ name }) => name).join(', ');

  // With the names of topics as the environment overrides them: the log is asked too.
  const streams = streamsFromEnv(process.env);
  const stream = streams.find(({ name }) => name === params.get('stream'));
  if (stream === undefined) wrong('stream', `expected one of ${names(streams)}`);
  const metric = stream?.metrics.find(({ name }) => name === params.get('metric'));
  if (stream !== undefined && metric === undefined) {
    wrong('metric', `expected one of ${names(stream.metrics)}`);
  }
  const windowStartMs = parseTime(params.get('window_start') ?? '');
  if (windowStartMs === undefined) {
    wrong('window_start', 'expected ISO 8601 with an offset (2026-01-31T12:00:00Z) or epoch milliseconds');
  } else if (metric !== undefined && windowStartMs % metric.windowMs !== 0) {
    const start = new Date(windowStartMs - (windowStartMs % metric.windowMs)).toISOString();
    wrong(
      'window_start',
      `no window of ${metric.windowMs} ms starts there; the one that holds it starts at ${start}`,
    );
  }
  if (errors.length > 0 || stream === undefined || metric === undefined || windowStartMs === undefined) {
    return { ok: false, errors };
  }
  const run = params.get('run') ?? '';
  const group = params.get('group') ?? '';
  return { ok: true, question: { stream, metric, run, group, windowStartMs, settleMs, nowMs } };
}
