import { parseDuration } from '@weir/runtime';
import { streamByName, streams, type MetricDefinition } from '@weir/streams';
import { chooseStep } from '../range/choose-step.ts';
import type { ParameterError } from './problem.ts';

/** A question to the view `series`, checked. Times are epoch ms; windows that start in [fromMs, toMs) are meant. */
export interface SeriesQuestion {
  readonly stream: string;
  readonly metric: MetricDefinition;
  readonly runId: string;
  readonly group: string | undefined;
  readonly fromMs: number;
  readonly toMs: number;
  /** A whole multiple of the metric's window. */
  readonly stepMs: number;
}

const known = ['stream', 'metric', 'from', 'to', 'run', 'group', 'step'];
const defaultSpanMs = 5 * 60_000;
const automaticPoints = 1_000;
/** Most points of one series in one answer; a day of one-second windows fits. */
export const maxPoints = 100_000;
const lastDay = Date.UTC(2200, 0, 1);

/** ISO 8601 with an offset (or a bare date, UTC), or epoch milliseconds → epoch ms; undefined when neither. */
export function parseTime(text: string): number | undefined {
  const ms = /^\d+$/.test(text) ? Number(text) : isoForm.test(text) ? Date.parse(text) : NaN;
  return Number.isFinite(ms) && ms >= 0 && ms < lastDay ? ms : undefined;
}
const isoForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** Reads `?stream=&metric=&from=&to=&run=&group=&step=`; all that is wrong with it is returned at once. */
export function readSeriesParams(
  params: URLSearchParams,
  nowMs: number,
): { ok: true; question: SeriesQuestion } | { ok: false; errors: readonly ParameterError[] } {
  const errors: ParameterError[] = [];
  const wrong = (parameter: string, message: string) => void errors.push({ parameter, message });
  for (const name of new Set(params.keys())) {
    if (!known.includes(name)) wrong(name, `unknown; there are ${known.join(', ')}`);
    else if (params.getAll(name).length > 1) wrong(name, 'given more than once');
  }

  const streamName = params.get('stream') ?? '';
  const stream = streamByName(streamName);
  const names = streams.map(({ name }) => name).join(', ');
  if (streamName === '') wrong('stream', `missing; there are ${names}`);
  else if (stream === undefined) wrong('stream', `there is no stream "${streamName}"; there are ${names}`);

  const metricName = params.get('metric') ?? '';
  const metric = stream?.metrics.find(({ name }) => name === metricName);
  const metricNames = stream?.metrics.map(({ name }) => name).join(', ');
  if (metricName === '')
    wrong('metric', metricNames === undefined ? 'missing' : `missing; there are ${metricNames}`);
  else if (stream !== undefined && metric === undefined) {
    wrong('metric', `${streamName} has no metric "${metricName}"; it has ${metricNames}`);
  }

  const time = (name: 'from' | 'to', otherwise: (other: number | undefined) => number): number => {
    const text = params.get(name);
    if (text === null || text === '') return otherwise(undefined);
    const ms = parseTime(text);
    if (ms === undefined)
      wrong(name, 'expected ISO 8601 with an offset (2026-01-31T12:00:00Z) or epoch milliseconds');
    return ms ?? NaN;
  };
  const toMs = time('to', () => nowMs);
  const fromMs = time('from', () => toMs - defaultSpanMs);
  if (fromMs >= toMs) wrong('from', 'must be before to');

  const stepText = params.get('step') ?? '';
  const wanted = stepText === '' ? undefined : parseDuration(stepText);
  if (stepText !== '' && (wanted === undefined || !(wanted >= 1))) {
    wrong('step', 'expected milliseconds or a duration such as 3s, 1m or 1h');
  }
  const windowMs = metric?.windowMs ?? 1_000;
  const stepMs =
    wanted === undefined
      ? chooseStep(toMs - fromMs, windowMs, automaticPoints)
      : Math.max(1, Math.ceil(wanted / windowMs)) * windowMs;
  if (wanted !== undefined && (toMs - fromMs) / stepMs > maxPoints) {
    wrong('step', `would give more than ${maxPoints} points; use a longer step or a shorter range`);
  }

  if (errors.length > 0 || stream === undefined || metric === undefined) return { ok: false, errors };
  const group = params.get('group') ?? undefined;
  const runId = params.get('run') ?? '';
  return { ok: true, question: { stream: stream.name, metric, runId, group, fromMs, toMs, stepMs } };
}
