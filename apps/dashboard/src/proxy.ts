import { NextResponse, type NextRequest } from 'next/server';

const development = process.env.NODE_ENV === 'development';

const policy = (nonce: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'${development ? ' ws:' : ''}`,
    `manifest-src 'self'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');

/**
 * Sets the content security policy of a page, with a nonce of its own. Next reads the nonce from the request's
 * header and puts it on its scripts. Pages only: Next buffers the body of every request that passes here.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy(nonce));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy(nonce));
  return response;
}

export const config = {
  // Names of topics have dots, as files have.
  matcher: ['/((?!_next/|api/|v1/|docs|openapi.json|healthz|readyz|.*\\.[a-z0-9]+$).*)', '/topics/:topic*'],
};
