import { passToGateway } from '../../../server/pass-to-gateway.ts';

export const dynamic = 'force-dynamic';

/** The gateway's API description for people. */
export const GET = (request: Request): Promise<Response> => passToGateway(request);
