import type { LiveMessage } from '../live/live-message.ts';

/** A message in the text form of server-sent events (WHATWG HTML, 9.2). */
export const sseEvent = (message: LiveMessage, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`;

/** A comment: keeps proxies from closing a quiet connection, and is ignored by browsers. */
export const sseComment = (text: string): string => `: ${text}\n\n`;
