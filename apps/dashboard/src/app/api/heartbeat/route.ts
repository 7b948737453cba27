export const dynamic = 'force-dynamic';

/** `GET /api/heartbeat`: the server is up, and this is its clock. */
export const GET = (): Response =>
  Response.json({ status: 'ok', at: new Date().toISOString() }, { headers: { 'cache-control': 'no-store' } });
