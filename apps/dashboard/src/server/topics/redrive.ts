import { inEventTimeOrder, letterEvent, mend, parsePatch, redriveBody, type RedriveItem } from '@weir/topics';
import { dashboardConfig } from '../config.ts';
import { problem } from '../problem.ts';
import { badParameter } from './answer.ts';
import { deadLetterAt, knownStream } from './dead-letters.ts';
import { kafka } from './kafka.ts';

const mostLetters = 200;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Wanted {
  readonly place: string;
  readonly patch: unknown;
}

function readWanted(body: Record<string, unknown>): Wanted[] {
  const { letters } = body;
  if (!Array.isArray(letters) || letters.length === 0 || letters.length > mostLetters) {
    throw badParameter('letters', `expected 1 to ${mostLetters} of {"place", "patch"}`);
  }
  return letters.map((letter: unknown) => {
    if (!isObject(letter) || typeof letter['place'] !== 'string') {
      throw badParameter('letters', 'each needs its place: <topic>-<partition>-<offset>');
    }
    return { place: letter['place'], patch: letter['patch'] ?? [] };
  });
}

/**
 * Sends dead letters again: `{"stream", "letters": [{"place", "patch"}], "run"?, "dry_run"?}`. The event is read here and
 * mended by the patch (RFC 6902), so that what is hidden from the reader stays as it is. The gateway decides; its answer
 * is passed on.
 */
export async function redrive(
  body: Record<string, unknown>,
  authorization: string | null,
): Promise<Response> {
  const stream = knownStream(typeof body['stream'] === 'string' ? body['stream'] : null);
  const items: RedriveItem[] = [];
  for (const { place, patch } of readWanted(body)) {
    const letter = await deadLetterAt(stream, place);
    let operations: ReturnType<typeof parsePatch>;
    try {
      operations = parsePatch(JSON.stringify(patch));
    } catch (error) {
      throw badParameter('patch', error instanceof Error ? error.message : String(error));
    }
    const mended = mend(await letterEvent(stream, letter, kafka().decode), operations);
    if (!mended.ok) return problem(422, 'The event cannot be read', `${letter.origin}: ${mended.error}`);
    items.push({ letter, event: mended.event });
  }
  const query = new URLSearchParams({ dry_run: String(body['dry_run'] === true) });
  if (typeof body['run'] === 'string' && body['run'] !== '') query.set('run', body['run']);
  const { gatewayUrl } = dashboardConfig();
  let answered: Response;
  try {
    answered = await fetch(`${gatewayUrl}/v1/redrive/${stream.name}?${query.toString()}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization === null ? {} : { authorization }),
      },
      body: redriveBody(inEventTimeOrder(stream, items)),
      signal: AbortSignal.timeout(30_000),
    });
  } catch {
    return problem(
      503,
      'Gateway is not available',
      `The gateway does not answer at ${new URL(gatewayUrl).host}; try again.`,
      {
        headers: { 'retry-after': '1' },
      },
    );
  }
  const text = await answered.text();
  // Letters that are not valid are an answer to the reader's question, not a failure of asking.
  const isJudged = answered.status === 400 && text.includes('"items"');
  return new Response(text, {
    status: isJudged ? 207 : answered.status,
    headers: {
      'content-type': answered.headers.get('content-type') ?? 'application/json',
      'cache-control': 'no-store',
    },
  });
}
