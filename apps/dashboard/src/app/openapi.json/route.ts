import { passToGateway } from '../../server/pass-to-gateway.ts';

export const dynamic = 'force-dynamic';

/** The gateway's API description for programs (OpenAPI 3.1). */
export const GET = (request: Request): Promise<Response> => passToGateway(request);
