import { recordJson, recordsCsv } from '@weir/topics';
import { answer } from '../../../../../server/topics/answer.ts';
import { browse } from '../../../../../server/topics/browse.ts';
import { mostExported, readBrowseParams } from '../../../../../server/topics/browse-params.ts';

interface Context {
  readonly params: Promise<{ topic: string }>;
}

/** `GET /api/topics/:topic/export?format=json|csv&…`: what `messages` finds, as a file; masked alike. */
export const GET = (request: Request, { params }: Context): Promise<Response> =>
  answer(async () => {
    const { topic } = await params;
    const question = readBrowseParams(new URL(request.url).searchParams, mostExported);
    const page = await browse(topic, question);
    const isCsv = question.format === 'csv';
    const { scanned, total, stopped } = page;
    const body = isCsv
      ? recordsCsv(page.records)
      : JSON.stringify({ topic, scanned, total, stopped, messages: page.records.map(recordJson) }, null, 1);
    return new Response(body, {
      headers: {
        'content-type': isCsv ? 'text/csv; charset=utf-8' : 'application/json',
        'content-disposition': `attachment; filename="${topic}.${isCsv ? 'csv' : 'json'}"`,
        'cache-control': 'no-store',
        'x-weir-scanned': `${scanned} of ${total}, stopped: ${stopped}`,
      },
    });
  });
