import { liveFeed } from '../../../server/live.ts';
import { sseResponse } from '../../../server/sse-response.ts';

export const dynamic = 'force-dynamic';

/** A browser that takes nothing for this many events is let go; it comes back with `Last-Event-ID`. */
const mostQueued = 100;

/**
 * `GET /api/live`: server-sent events (`snapshot`, `delta`, `source`, `tick`; see live-message.ts). Resumes after
 * `Last-Event-ID`, or after `?last=` for a page that makes a new EventSource, which cannot set headers.
 */
export function GET(request: Request): Response {
  const last =
    request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('last') ?? undefined;
  const encoder = new TextEncoder();
  let leave = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const unsubscribe = liveFeed().subscribe((text) => {
          if ((controller.desiredSize ?? 0) <= 0) return leave();
          controller.enqueue(encoder.encode(text));
        }, last);
        leave = () => {
          leave = () => {};
          unsubscribe();
          controller.close();
        };
        request.signal.addEventListener('abort', () => leave());
      },
      cancel: () => leave(),
    },
    new CountQueuingStrategy({ highWaterMark: mostQueued }),
  );
  return sseResponse(body);
}
