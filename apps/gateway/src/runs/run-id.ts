import { randomInt } from 'node:crypto';

const length = 8;

/** Short because every open run's id is in the metadata of every commit, which has 4,096 bytes: 36^8 = 2.8 × 10^12. */
export const newRunId = (): string => Array.from({ length }, () => randomInt(36).toString(36)).join('');

export const isRunId = (text: string): boolean => /^[0-9a-z]{8}$/.test(text);
