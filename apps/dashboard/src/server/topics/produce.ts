import { createProducer, type Producer } from '@weir/kafka';
import { dashboardConfig } from '../config.ts';
import { problem } from '../problem.ts';
import { badParameter } from './answer.ts';
import { describeTopic } from './describe-topic.ts';
import { kafka } from './kafka.ts';

// On globalThis, as the connections in kafka.ts.
const kept = globalThis as typeof globalThis & { weirTestProducer?: Producer };
const producer = (): Producer =>
  (kept.weirTestProducer ??= createProducer({ ...kafka().connection, maxQueueBytes: 8_000_000 }));

const mostBytes = 500_000;

function headersOf(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const isText = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isText || !Object.values(value).every((one) => typeof one === 'string')) {
    throw badParameter('headers', 'must be an object of texts');
  }
  return value as Record<string, string>;
}

/**
 * A test message: `{"key"?, "value", "headers"?}`; `value` is text. Events of a stream go through the gateway, which
 * alone writes them; other topics take the text as it is.
 */
export async function produceMessage(name: string, body: Record<string, unknown>): Promise<unknown> {
  const { topic, produce, kind, stream } = await describeTopic(name);
  if (!produce) {
    return problem(
      403,
      'Not enabled',
      'Test messages are off (WEIR_TOPICS_PRODUCE=1 turns them on), or Weir alone writes this topic.',
    );
  }
  const { value, key } = body;
  if (typeof value !== 'string' || value.length > mostBytes) {
    throw badParameter('value', `must be text of at most ${mostBytes} characters`);
  }
  if (key !== undefined && key !== null && typeof key !== 'string') throw badParameter('key', 'must be text');
  if (kind === 'events') {
    const { gatewayUrl } = dashboardConfig();
    const answered = await fetch(`${gatewayUrl}/v1/events/${stream}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: value,
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined);
    if (answered === undefined)
      return problem(503, 'Gateway is not available', 'The gateway does not answer.');
    return new Response(await answered.text(), {
      status: answered.status,
      headers: { 'content-type': answered.headers.get('content-type') ?? 'application/json' },
    });
  }
  await producer().send({
    topic,
    key: typeof key === 'string' && key !== '' ? key : null,
    value: Buffer.from(value),
    headers: headersOf(body['headers']),
  });
  return { stored: 1 };
}
