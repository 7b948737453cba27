import { appSpec, freePort } from '@weir/local';
import { frameSchema } from '@weir/schemas';
import { streams } from '@weir/streams';
import { decodeResumePoint } from '@weir/windowing';
import type { Contestant, Job } from './contestant.ts';
import { weir } from './weir.ts';

const aggregator = weir({ stream: 'frames' });

/** The aggregator's job: its input is what the intake writes. */
const inner = (job: Job): Job => ({ ...job, input: `${job.output}.frames` });
const intakeGroup = (job: Job) => `${job.group}-intake`;

const inTopics = (job: Job) =>
  streams
    .filter(({ inTopic }) => inTopic !== undefined)
    .map(({ name }) => ({
      variable: `TOPIC_${name.toUpperCase()}_IN`,
      topic: name === 'frames' ? job.input : `${job.output}.${name}.in`,
    }));

/**
 * Gateway and aggregator as `npm start` runs them: JSON is validated and stored as Avro before it is counted.
 * @param nodeArgs further arguments to the gateway's Node (a profiler)
 */
export const weirIntake = (nodeArgs: readonly string[] = []): Contestant => ({
  ...aggregator,
  title: 'weir: intake to Avro, then windows',
  about:
    'every frame validated, keyed, stored as Avro in a transaction with its offset; three windows, exact',
  async provision(job) {
    const { admin, registry } = job.stack;
    const { input } = inner(job);
    const configs = { 'message.timestamp.type': 'LogAppendTime' };
    await admin.createTopics([{ topic: input, partitions: 6, configs }]);
    await registry.register(`${input}-value`, frameSchema, { compatibility: 'BACKWARD' });
    for (const { topic } of inTopics(job)) {
      await admin.createTopics([
        { topic, partitions: 1 },
        { topic: `${topic}.dlq`, partitions: 1 },
      ]);
    }
    await aggregator.provision(inner(job));
  },
  async commands(job) {
    const [counting] = await aggregator.commands(inner(job));
    if (counting === undefined) throw new Error('no command');
    const names = inTopics(job).flatMap(({ variable, topic }) => [
      [variable, topic],
      [`${variable}_DLQ`, `${topic}.dlq`],
    ]);
    const env = { ...counting.env, ...Object.fromEntries(names), INTAKE_GROUP: intakeGroup(job) };
    const gateway = appSpec('gateway', { port: await freePort(), env, logFile: job.logFile });
    return [counting, { ...gateway, args: [...nodeArgs, ...gateway.args] }];
  },
  async eventsDone(job) {
    const { admin } = job.stack;
    const { input } = inner(job);
    const [taken, counted, log] = await Promise.all([
      admin.groupOffsets(intakeGroup(job), [job.input]),
      admin.groupOffsets(job.group, [input]),
      admin.topicOffsets(input),
    ]);
    const uncounted = log.reduce((sum, { partition, low, high }) => {
      const at = counted.find((one) => one.partition === partition);
      const position = at?.offset === undefined ? low : decodeResumePoint(at.offset, at.metadata).position;
      return sum + Math.max(0, high - position);
    }, 0);
    return Math.max(0, taken.reduce((sum, { offset }) => sum + (offset ?? 0), 0) - uncounted);
  },
  readResults: async (job) =>
    new Map([...(await aggregator.readResults(inner(job)))].filter(([key]) => !key.startsWith('users_1s|'))),
});
