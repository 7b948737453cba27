/** The answer that carries server-sent events (WHATWG HTML, 9.2). */
export const sseResponse = (events: ReadableStream<Uint8Array>): Response =>
  new Response(events, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // `no-transform` keeps compression from holding events back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
