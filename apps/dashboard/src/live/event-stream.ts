import { backoffMs } from './backoff.ts';
import { messageTypes, tickMs, type LiveMessage } from './live-message.ts';

export interface EventStreamOptions {
  readonly url: string;
  readonly lastEventId: () => string | undefined;
  readonly onMessage: (message: LiveMessage, id: string) => void;
  /** True when the stream is open, false when it was lost. */
  readonly onLink: (open: boolean) => void;
}

/** A stream without a sign of life for this long (ms) is dead, whatever the socket says. */
const silenceMs = 2.5 * tickMs;

/**
 * Keeps one EventSource open until closed: a broken or silent one is replaced after a growing pause and resumes
 * where it stopped. (EventSource's own reconnect gives up for good on a status such as 503.)
 */
export function openEventStream({ url, lastEventId, onMessage, onLink }: EventStreamOptions): {
  close: () => void;
} {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;

  const retry = () => {
    source?.close();
    onLink(false);
    attempt += 1;
    clearTimeout(timer);
    timer = setTimeout(open, backoffMs(attempt));
  };
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(retry, silenceMs);
  };
  function open() {
    const last = lastEventId();
    source = new EventSource(last === undefined ? url : `${url}?last=${encodeURIComponent(last)}`);
    heard();
    source.onerror = retry;
    for (const type of messageTypes) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        attempt = 0;
        heard();
        onLink(true);
        onMessage(JSON.parse(event.data) as LiveMessage, event.lastEventId);
      });
    }
  }
  open();
  return {
    close() {
      clearTimeout(timer);
      source?.close();
    },
  };
}
