import { randomBytes } from 'node:crypto';

/** A name that no other test has: `orders-3f9a1c2b`. For topics, groups, runs and keys on the shared stack. */
export const uniqueName = (prefix: string) => `${prefix}-${randomBytes(4).toString('hex')}`;
