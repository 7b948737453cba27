import type { FastifyRequest } from 'fastify';
import type { Access } from './access.ts';

/** Callers whose counts are kept; beyond that the one that was quiet longest is forgotten. */
export const rememberedCallers = 10_000;

function keyName(access: Access, headers: FastifyRequest['headers']): string {
  try {
    return access.callerOf(headers)?.name ?? '';
  } catch {
    return ''; // Keys that are not known are counted by address: guessing is limited too.
  }
}

/** Whom a limit counts a request for: the holder of its key, else its address. */
export function callerName(access: Access, { headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): string {
  const name = keyName(access, headers);
  return name === '' ? `address ${ip}` : `key ${name}`;
}
