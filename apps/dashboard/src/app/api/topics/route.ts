import { answer } from '../../../server/topics/answer.ts';
import { listTopics } from '../../../server/topics/list-topics.ts';

export const dynamic = 'force-dynamic';

/** `GET /api/topics`: every topic with partitions, messages, rate, size and retention. */
export const GET = (): Promise<Response> => answer(async () => ({ topics: await listTopics() }));
