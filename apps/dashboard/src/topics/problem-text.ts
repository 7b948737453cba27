/** What an answer that is no success says, in words for the page. */
export async function problemText(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? `status ${response.status}`;
  } catch {
    return `status ${response.status}`;
  }
}

/** Fetches JSON; an error whose message can be shown when that fails. */
export async function fetchJson<T>(url: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Error('The dashboard’s server does not answer.', { cause: error });
  }
  if (!response.ok) throw new Error(await problemText(response));
  return (await response.json()) as T;
}

/** Posts JSON. */
export const postJson = <T>(url: string, body: unknown): Promise<T> =>
  fetchJson<T>(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
