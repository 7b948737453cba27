import { request } from 'node:http';

/** The body of a 2xx answer to GET (or POST, with a body); rejects on anything else. Lighter than `fetch`, which loads 10 MB. */
export function httpProbe(url: string, body?: string, timeoutMs = 2_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: body === undefined ? 'GET' : 'POST', timeout: timeoutMs, agent: false },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (text += chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const status = answer.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(text);
          else reject(new Error(`${url} answered ${status}: ${text.slice(0, 200)}`));
        });
      },
    );
    sent.on('timeout', () => sent.destroy(new Error(`${url} did not answer in ${timeoutMs} ms`)));
    sent.on('error', reject);
    sent.end(body);
  });
}
