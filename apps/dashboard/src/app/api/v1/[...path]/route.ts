import { isReplayerPath } from '../../../../server/gateway-paths.ts';
import { passToGateway } from '../../../../server/pass-to-gateway.ts';
import { problem } from '../../../../server/problem.ts';

export const dynamic = 'force-dynamic';

/** The replayer's API under `/api`, for `next dev`. */
async function pass(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  return isReplayerPath(pathname)
    ? passToGateway(request)
    : problem(404, 'Not found', `there is nothing at ${pathname}`);
}

export { pass as GET, pass as HEAD, pass as POST };
