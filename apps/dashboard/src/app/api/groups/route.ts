import { answer } from '../../../server/topics/answer.ts';
import { listGroups } from '../../../server/topics/list-groups.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/groups`: every consumer group with its lag in records and seconds. */
export const GET = (): Promise<Response> => answer(async () => ({ groups: await listGroups() }));
