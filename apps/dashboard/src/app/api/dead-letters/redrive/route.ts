import { answer, readChange } from '../../../../server/topics/answer.ts';
import { redrive } from '../../../../server/topics/redrive.ts';

/** `POST /api/dead-letters/redrive`: dead letters, mended or not, go to the gateway again. */
export const POST = (request: Request): Promise<Response> =>
  answer(async () => redrive(await readChange(request), request.headers.get('authorization')));
