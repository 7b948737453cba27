import { answer } from '../../../../../server/topics/answer.ts';
import { readBrowseParams } from '../../../../../server/topics/browse-params.ts';
import { tail } from '../../../../../server/topics/tail.ts';

interface Context {
  readonly params: Promise<{ topic: string }>;
}

export const dynamic = 'force-dynamic';

/** `GET /api/topics/:topic/tail?partition=&q=&key=&field=`: new messages as server-sent events. */
export const GET = (request: Request, { params }: Context): Promise<Response> =>
  answer(async () => {
    const question = readBrowseParams(new URL(request.url).searchParams);
    return tail((await params).topic, question, request.signal);
  });
