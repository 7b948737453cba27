export const dynamic = 'force-dynamic';

/** `GET /healthz`: this process answers. It says nothing of ClickHouse: restarting the page would not mend that. */
export const GET = (): Response => Response.json({ status: 'ok' });
