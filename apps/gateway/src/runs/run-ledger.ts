import type { EventSink } from '../event-sink.ts';
import { createCodec, runSchema, type Run } from '@weir/schemas';
import { Problem } from '../problem.ts';
import { isRunId, newRunId } from './run-id.ts';
import { runsTopic, type RunDirectory } from './run-directory.ts';

/** Each open run costs room in the metadata of every commit (docs/architecture.md, rule 7). */
export const maxOpenRuns = 50;

export interface RunLedger {
  open(stream: string, name: string): Promise<Run>;
  /** Throws 404. */
  find(runId: string): Promise<Run>;
  finish(runId: string): Promise<Run>;
  /** The run, if events of this stream may be added to it. Throws 404 or 409. */
  forEvents(runId: string, stream: string): Promise<Run>;
  list(): Run[];
}

const codec = createCodec<Run>(runSchema);

/** What may happen to runs. Kafka keeps them (`directory`, `sink`); `schemaId` is undefined until it is registered. */
export function createRunLedger(
  directory: RunDirectory,
  sink: EventSink,
  schemaId: () => number | undefined,
  now: () => number = Date.now,
): RunLedger {
  async function write(run: Run): Promise<Run> {
    const id = schemaId();
    if (id === undefined) throw new Problem('not-ready', `the schema of ${runsTopic} is not registered yet`);
    await sink.send({
      topic: runsTopic,
      key: Buffer.from(run.run_id),
      value: codec.encodeWire(id, run),
    });
    directory.apply(run);
    return run;
  }

  /** A run that another gateway opened a moment ago is not known here yet: look once before saying no. */
  async function find(runId: string): Promise<Run> {
    let run = directory.get(runId);
    if (run === undefined && isRunId(runId)) {
      await directory.refresh();
      run = directory.get(runId);
    }
    if (run === undefined)
      throw new Problem('unknown-run', `there is no run ${runId.slice(0, 40)}; POST /v1/runs opens one`);
    return run;
  }

  return {
    async open(stream, name) {
      await directory.refresh();
      if (directory.openRunsOf(stream) >= maxOpenRuns) {
        throw new Problem(
          'too-many-runs',
          `${stream} has ${maxOpenRuns} open runs, which is the most; finish one (POST /v1/runs/ID/finish)`,
        );
      }
      let runId = newRunId();
      while (directory.get(runId) !== undefined) runId = newRunId();
      return write({ run_id: runId, stream, name, state: 'open', created_at: now(), finished_at: null });
    },
    find,
    async finish(runId) {
      const run = await find(runId);
      return run.state === 'finished' ? run : write({ ...run, state: 'finished', finished_at: now() });
    },
    async forEvents(runId, stream) {
      const run = await find(runId);
      if (run.stream !== stream) {
        throw new Problem(
          'run-of-another-stream',
          `run ${runId} is of stream ${run.stream}, not of ${stream}`,
        );
      }
      if (run.state === 'finished') {
        throw new Problem('run-finished', `run ${runId} is finished; open another one (POST /v1/runs)`);
      }
      return run;
    },
    list: () => directory.list(),
  };
}
