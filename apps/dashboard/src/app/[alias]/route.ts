import { isAlias } from '../../server/gateway-paths.ts';
import { passToGateway } from '../../server/pass-to-gateway.ts';
import { problem } from '../../server/problem.ts';

export const dynamic = 'force-dynamic';

/** `POST /transactions`, `/frames`, … on the dashboard's port: the registry's aliases, taken in by the gateway. */
async function passAlias(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (isAlias(pathname)) return passToGateway(request);
  return problem(404, 'Not found', `there is nothing at ${pathname}`);
}

export { passAlias as GET, passAlias as HEAD, passAlias as OPTIONS, passAlias as POST };
