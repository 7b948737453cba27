import { XMLParser } from 'fast-xml-parser';
import { BucketError, fetchFailure } from './bucket-error.ts';

/** An object of a bucket as its listing has it. */
export interface BucketObject {
  readonly key: string;
  readonly bytes: number;
  /** Of an object that was put in one piece: the MD5 of its content. */
  readonly etag: string;
}

export interface BucketOptions {
  /** `http(s)://host/bucket` or `http(s)://bucket.host`: nothing outside it is ever asked for. */
  readonly url: string;
  /** How long it may say nothing. */
  readonly timeoutMs: number;
  readonly pageSize: number;
}

/** An S3-compatible bucket that anybody may read. Methods throw `BucketError`. */
export interface Bucket {
  readonly url: string;
  /** All objects under a prefix, page by page. */
  list(prefix: string, signal: AbortSignal): Promise<BucketObject[]>;
  /** An object's content from a byte on. `isWhole`: it comes from its start, whatever was asked for. */
  read(
    object: BucketObject,
    fromByte: number,
    signal: AbortSignal,
  ): Promise<{ readonly isWhole: boolean; readonly chunks: AsyncIterable<Uint8Array> }>;
}

const mostRedirects = 3;
const mostKeys = 10_000;
const xml = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Contents' });

interface Listing {
  readonly IsTruncated?: string;
  readonly NextContinuationToken?: string;
  readonly Contents?: readonly { readonly Key: string; readonly Size: string; readonly ETag?: string }[];
}

/** Fails when nothing comes for a while; time passes anew with each chunk. */
async function* withoutSilence(
  body: AsyncIterable<Uint8Array>,
  timeoutMs: number,
  silent: AbortController,
): AsyncGenerator<Uint8Array> {
  const timer = setTimeout(() => silent.abort(new DOMException('silence', 'TimeoutError')), timeoutMs);
  try {
    for await (const chunk of body) {
      timer.refresh();
      yield chunk;
    }
  } finally {
    clearTimeout(timer);
  }
}

export function openBucket({ url, timeoutMs, pageSize }: BucketOptions): Bucket {
  const base = new URL(url);

  /** Follows redirects within the bucket's own host only. */
  async function get(target: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
    let at = target;
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      let answer: Response;
      try {
        answer = await fetch(at, { headers, redirect: 'manual', signal });
      } catch (error) {
        throw new BucketError(`the bucket ${url} cannot be reached: ${fetchFailure(error)}`, true);
      }
      if (answer.status < 300 || answer.status >= 400) return answer;
      const to = new URL(answer.headers.get('location') ?? '', at);
      if (to.origin !== base.origin) {
        throw new BucketError(`the bucket ${url} sends us elsewhere (${to.origin}), which is refused`);
      }
      at = to;
    }
    throw new BucketError(`the bucket ${url} sends us in a circle`);
  }

  async function demand(
    target: URL,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Response> {
    const answer = await get(target, headers, signal);
    if (answer.ok) return answer;
    const text = (await answer.text().catch(() => '')).slice(0, 2_000);
    const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? `status ${answer.status}`;
    const what =
      answer.status === 404 ? 'is gone' : answer.status === 403 ? 'does not let us read' : 'refuses';
    throw new BucketError(`the bucket ${url} ${what} (${code})`, answer.status >= 500);
  }

  function at(path: string): URL {
    const target = new URL(base);
    target.pathname = `${base.pathname.replace(/\/$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`;
    return target;
  }

  async function page(prefix: string, token: string | undefined, signal: AbortSignal): Promise<Listing> {
    const target = at('');
    target.searchParams.set('list-type', '2');
    target.searchParams.set('prefix', prefix);
    target.searchParams.set('max-keys', String(pageSize));
    if (token !== undefined) target.searchParams.set('continuation-token', token);
    const answer = await demand(target, {}, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    let parsed: { ListBucketResult?: Listing | '' };
    try {
      parsed = xml.parse(await answer.text()) as typeof parsed;
    } catch (error) {
      throw new BucketError(`the bucket ${url} cannot be listed: ${fetchFailure(error)}`, true);
    }
    if (parsed.ListBucketResult === undefined) {
      throw new BucketError(`${url} is no S3 bucket: its answer to a listing is something else`);
    }
    return parsed.ListBucketResult === '' ? {} : parsed.ListBucketResult;
  }

  return {
    url,
    async list(prefix, signal) {
      const objects: BucketObject[] = [];
      let token: string | undefined;
      do {
        const listing: Listing = await page(prefix, token, signal);
        for (const { Key, Size, ETag = '' } of listing.Contents ?? []) {
          objects.push({ key: Key, bytes: Number(Size), etag: ETag.replace(/^"|"$|&quot;/g, '') });
        }
        token = listing.IsTruncated === 'true' ? listing.NextContinuationToken : undefined;
      } while (token !== undefined && objects.length < mostKeys);
      return objects;
    },
    async read({ key, etag }, fromByte, signal) {
      const silent = new AbortController();
      const opening = setTimeout(() => silent.abort(new DOMException('silence', 'TimeoutError')), timeoutMs);
      const headers = fromByte > 0 ? { range: `bytes=${fromByte}-`, 'if-match': `"${etag}"` } : {};
      try {
        const answer = await demand(at(key), headers, AbortSignal.any([signal, silent.signal]));
        const body = (answer.body ?? []) as unknown as AsyncIterable<Uint8Array>;
        const isWhole = answer.status !== 206;
        return { isWhole, chunks: withoutSilence(body, timeoutMs, silent) };
      } finally {
        clearTimeout(opening);
      }
    },
  };
}
