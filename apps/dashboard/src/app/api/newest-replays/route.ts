import { dashboardConfig } from '../../../server/config.ts';
import { sharedAnswer } from '../../../server/shared-answers.ts';

export const dynamic = 'force-dynamic';

const timeoutMs = 3_000;

async function askReplayer(): Promise<readonly unknown[]> {
  const answer = await fetch(`${dashboardConfig().replayerUrl}/v1/replays`, {
    signal: AbortSignal.timeout(timeoutMs),
    cache: 'no-store',
  });
  const { replays } = (await answer.json()) as { replays?: readonly unknown[] };
  return replays ?? [];
}

/**
 * `GET /api/newest-replays`: the replayer's list for pages that are about more than replays. Without a replayer, which is
 * no fault of theirs, there are none, and `is_away` says why.
 */
export async function GET(): Promise<Response> {
  const headers = { 'cache-control': 'no-store' };
  try {
    return Response.json({ replays: await sharedAnswer('newest replays', askReplayer) }, { headers });
  } catch {
    return Response.json({ replays: [], is_away: true }, { headers });
  }
}
