import { writeRealFrame } from './real-frame.ts';
import type { Generator } from './generator.ts';
import { skewedUser } from './skewed-user.ts';
import { userUid } from './user-uid.ts';

const channels = ['web', 'android', 'ios', 'tv'] as const;
const pages = ['/', '/search', '/watch', '/watch', '/cart', '/account'] as const;

/** Frames of many users, few of whom send most of them. `ts` is in Unix seconds, as their clients send it. */
export const framesGenerator: Generator = {
  demoRate: 50,
  create({ random, users, realSize }) {
    const uids: string[] = [];
    return (timeMs) => {
      const user = skewedUser(random, users);
      const uid = (uids[user] ??= userUid(user));
      const ts = Math.floor(timeMs / 1_000);
      if (realSize) return writeRealFrame({ random, ts, uid });
      return (
        `{"ts":${ts},"uid":"${uid}","channel":"${random.pick(channels)}","page":"${random.pick(pages)}"` +
        `,"duration_ms":${random.below(2_000)}}`
      );
    };
  },
};
