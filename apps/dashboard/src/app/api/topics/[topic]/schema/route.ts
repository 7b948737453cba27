import { answer, badParameter } from '../../../../../server/topics/answer.ts';
import { schemaVersions } from '../../../../../server/topics/schema-versions.ts';

interface Context {
  readonly params: Promise<{ topic: string }>;
}

/** `GET /api/topics/:topic/schema?from=&to=`: the versions of its value schema and the difference of two. */
export const GET = (request: Request, { params }: Context): Promise<Response> =>
  answer(async () => {
    const query = new URL(request.url).searchParams;
    const version = (name: string): number | undefined => {
      const text = query.get(name);
      if (text === null || text === '') return undefined;
      if (!/^\d{1,9}$/.test(text)) throw badParameter(name, 'expected the number of a version');
      return Number(text);
    };
    return schemaVersions((await params).topic, version('from'), version('to'));
  });
