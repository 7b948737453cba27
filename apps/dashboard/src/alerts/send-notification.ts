import type { Notification } from './notification.ts';

const timeoutMs = 5_000;

export type Sent = { readonly ok: true } | { readonly ok: false; readonly why: string };

/**
 * Posts a notification to the configured webhook and nowhere else: a redirect is not followed. `why` never holds the
 * address or the token, since both may be secrets.
 */
export async function sendNotification(
  { url, token }: { readonly url: string; readonly token: string | undefined },
  notification: Notification,
  signal: AbortSignal,
): Promise<Sent> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(notification),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return response.ok ? { ok: true } : { ok: false, why: `it answered ${response.status}` };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return { ok: false, why: timedOut ? `no answer in ${timeoutMs / 1_000} s` : 'it could not be reached' };
  }
}
