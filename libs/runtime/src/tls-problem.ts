/** Why TLS failed: the other side's certificate, or no TLS on that port at all. */
export interface TlsProblem {
  readonly kind: 'untrusted' | 'expired' | 'other name' | 'no tls';
  /** A sentence about the other side, without a full stop. */
  readonly text: string;
}

/**
 * What Node and OpenSSL say (https://nodejs.org/api/tls.html#x509-certificate-error-codes). By message and not by code:
 * clients wrap these errors, and keep the message.
 */
const meanings: readonly (readonly [RegExp, TlsProblem])[] = [
  [
    /self.signed certificate|unable to verify the first certificate|unable to get (local )?issuer certificate/,
    { kind: 'untrusted', text: 'its certificate is signed by an authority that is not trusted here' },
  ],
  [/certificate has expired/, { kind: 'expired', text: 'its certificate has expired' }],
  [
    /does not match certificate's altnames/,
    { kind: 'other name', text: 'its certificate is for another host name' },
  ],
  [
    /wrong version number|packet length too long|before secure TLS connection was established/,
    { kind: 'no tls', text: 'it does not speak TLS there' },
  ],
];

/** A failed TLS handshake in words; undefined for other errors. */
export function tlsProblem(error: unknown): TlsProblem | undefined {
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
  return meanings.find(([pattern]) => pattern.test(message))?.[1];
}
