import { answer } from '../../../server/topics/answer.ts';
import { listDeadLetters } from '../../../server/topics/dead-letters.ts';

/** `GET /api/dead-letters?stream=&reason=&from=&to=&limit=`: counts by reason, and the newest letters. */
export const GET = (request: Request): Promise<Response> =>
  answer(() => listDeadLetters(new URL(request.url).searchParams, request.signal));
