import { passToGateway } from '../../../server/pass-to-gateway.ts';

export const dynamic = 'force-dynamic';

const pass = (request: Request): Promise<Response> => passToGateway(request);

/** The gateway's API on the dashboard's port, so that one address is enough for everybody. */
export { pass as GET, pass as HEAD, pass as OPTIONS, pass as POST };
