import { answer, readChange } from '../../../../../server/topics/answer.ts';
import { browse, pageJson } from '../../../../../server/topics/browse.ts';
import { readBrowseParams } from '../../../../../server/topics/browse-params.ts';
import { produceMessage } from '../../../../../server/topics/produce.ts';

interface Context {
  readonly params: Promise<{ topic: string }>;
}

/**
 * `GET /api/topics/:topic/messages?from=&partition=&q=&key=&field=&limit=&scan=&cursor=`: one page, how much was looked
 * at to find it, and the cursor to go on with (docs/topics.md).
 */
export const GET = (request: Request, { params }: Context): Promise<Response> =>
  answer(async () => {
    const question = readBrowseParams(new URL(request.url).searchParams);
    return pageJson(await browse((await params).topic, question), question.full);
  });

/** `POST`: a test message; off unless WEIR_TOPICS_PRODUCE=1. */
export const POST = (request: Request, { params }: Context): Promise<Response> =>
  answer(async () => produceMessage((await params).topic, await readChange(request)));
