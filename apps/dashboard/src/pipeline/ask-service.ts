const timeoutMs = 2_000;

export interface ServiceAnswer {
  readonly status: number;
  readonly text: string;
}

/** GET of a service on the same network; undefined when it does not answer. */
export async function askService(url: string): Promise<ServiceAnswer | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}

/** The sum of a Prometheus metric over its labels. */
export const metricSum = (text: string, name: string): number =>
  text
    .split('\n')
    .filter((line) => line.startsWith(name) && /^[{ ]/.test(line.slice(name.length)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);

/** What a service that is not ready says of itself. */
export function reasonOf({ text }: ServiceAnswer): string {
  try {
    const body = JSON.parse(text) as { detail?: string; reason?: string };
    return body.detail ?? body.reason ?? 'it is not ready';
  } catch {
    return 'it is not ready';
  }
}
