import { answer } from '../../../../server/topics/answer.ts';
import { describeTopic } from '../../../../server/topics/describe-topic.ts';
import { listGroups } from '../../../../server/topics/list-groups.ts';

interface Context {
  readonly params: Promise<{ topic: string }>;
}

/** `GET /api/topics/:topic`: one topic with its partitions, settings and the groups that read it. */
export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  answer(async () => {
    const { topic } = await params;
    const description = await describeTopic(topic);
    return { ...description, groups: await listGroups(topic) };
  });
