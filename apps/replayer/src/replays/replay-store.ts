import { join } from 'node:path';
import { createControl, type Control, type Speed } from '@weir/markets';
import type { Logger } from '@weir/runtime';
import type { DatasetStore } from '../datasets/dataset-store.ts';
import { Problem } from '../problem.ts';
import { readCheckpoints, isReplayId, writeCheckpoint } from './checkpoint-file.ts';
import type { Gateway } from './gateway.ts';
import { openRejectedReport, type RejectedRow } from './rejected-report.ts';
import { hasEnded, type Checkpoint, type Replay } from './replay.ts';
import { runReplay } from './run-replay.ts';

export interface ReplayStoreOptions {
  readonly folder: string;
  readonly datasets: DatasetStore;
  readonly gateway: Gateway;
  readonly log: Logger;
  readonly onRows: (market: string, accepted: number, rejected: number) => void;
}

/** The replays: those that run, and what became of the others. Methods throw `Problem`s. */
export interface ReplayStore {
  /** Newest first. */
  list(): Replay[];
  get(id: string): Replay;
  start(dataset: string, speed: Speed): Promise<Replay>;
  pause(id: string): Promise<Replay>;
  resume(id: string): Promise<Replay>;
  stop(id: string): Promise<Replay>;
  setSpeed(id: string, speed: Speed): Promise<Replay>;
  rejected(id: string, from: number, limit: number): Promise<RejectedRow[]>;
  /** Leaves all where they stand; they go on with the next start. */
  close(): Promise<void>;
}

interface Entry {
  readonly checkpoint: Checkpoint;
  control: Control | undefined;
  ended: Promise<void>;
  /** Checkpoints are written one after the other. */
  saved: Promise<void>;
}

const entryFor = (checkpoint: Checkpoint): Entry => ({
  checkpoint,
  control: undefined,
  ended: Promise.resolve(),
  saved: Promise.resolve(),
});

const mostAtOnce = 20;

export async function openReplayStore(options: ReplayStoreOptions): Promise<ReplayStore> {
  const { folder, datasets, gateway, log } = options;
  const entries = new Map<string, Entry>();
  let isClosing = false;
  const reportOf = (id: string) => openRejectedReport(join(folder, `${id}.rejected.jsonl`));
  const save = (entry: Entry): Promise<void> => {
    const write = () => writeCheckpoint(folder, entry.checkpoint);
    return (entry.saved = entry.saved.then(write, write));
  };

  function entryOf(id: string): Entry {
    const entry = entries.get(id);
    if (entry !== undefined) return entry;
    throw new Problem('unknown-replay', `there is no replay ${id.slice(0, 60)}; GET /v1/replays lists them`);
  }

  async function run(entry: Entry, control: Control): Promise<void> {
    const { checkpoint } = entry;
    const { replay } = checkpoint;
    try {
      const { path } = await datasets.fileOf(replay.dataset);
      const atEnd = await runReplay({
        checkpoint,
        file: path,
        control,
        gateway,
        report: reportOf(replay.id),
        save: () => save(entry),
        onRows: (accepted, rejected) => options.onRows(replay.market, accepted, rejected),
      });
      if (!atEnd && isClosing) return;
      replay.message = null;
      replay.state = atEnd ? 'finished' : 'stopped';
      if (!atEnd) {
        const finished = await gateway.finishRun(replay.run_id);
        if (finished !== true) replay.message = `its run stays open: ${finished.why}`;
      }
    } catch (error) {
      replay.state = 'failed';
      replay.message = error instanceof Error ? error.message : String(error);
      log.warn({ replay: replay.id }, replay.message);
    }
    entry.control = undefined;
    replay.ended_at = new Date().toISOString();
    log.info({ replay: replay.id, state: replay.state, rows: replay.rows }, 'replay has ended');
    await save(entry);
  }

  function begin(entry: Entry): void {
    const { replay } = entry.checkpoint;
    const control = createControl(replay.speed, replay.state === 'paused');
    entry.control = control;
    entry.ended = run(entry, control).catch((error: unknown) => {
      log.error({ replay: replay.id, err: error }, 'the state of the replay cannot be kept');
    });
  }

  const running = (id: string): Entry & { readonly control: Control } => {
    const entry = entryOf(id);
    const { state } = entry.checkpoint.replay;
    if (entry.control === undefined) throw new Problem('replay-state', `the replay is ${state}`);
    return entry as Entry & { readonly control: Control };
  };

  const bad = (file: string) => log.error(`${join(folder, file)} cannot be read; it is left as it is`);
  for (const checkpoint of await readCheckpoints(folder, bad)) {
    const entry = entryFor(checkpoint);
    entries.set(checkpoint.replay.id, entry);
    if (hasEnded(checkpoint.replay)) continue;
    log.info({ replay: checkpoint.replay.id, row: checkpoint.replay.rows }, 'replay goes on');
    begin(entry);
  }

  return {
    list: () =>
      [...entries.values()]
        .map(({ checkpoint }) => checkpoint.replay)
        .sort((a, b) => b.created_at.localeCompare(a.created_at)),
    get: (id) => entryOf(id).checkpoint.replay,
    async start(id, speed) {
      const { dataset } = await datasets.fileOf(id);
      const active = [...entries.values()].filter(({ control }) => control !== undefined);
      if (active.length >= mostAtOnce) {
        throw new Problem('too-many-replays', `${mostAtOnce} replays run already; stop one of them`);
      }
      const market = dataset.market ?? 'xetra';
      const runId = await gateway.openRun(market, dataset.id);
      if (!isReplayId(runId)) throw new Problem('gateway-unavailable', 'the gateway answered with no run id');
      const replay: Replay = {
        id: runId,
        run_id: runId,
        dataset: dataset.id,
        market,
        stream: market,
        date: dataset.date,
        state: 'running',
        speed,
        rows_total: dataset.rows,
        rows: 0,
        accepted: 0,
        rejected: 0,
        repeated: 0,
        event_time: null,
        message: null,
        created_at: new Date().toISOString(),
        ended_at: null,
      };
      const checkpoint = { replay, afterLine: 1, unfinishedTo: null, reportBytes: 0 };
      const entry = entryFor(checkpoint);
      entries.set(runId, entry);
      await save(entry);
      begin(entry);
      return replay;
    },
    async pause(id) {
      const entry = running(id);
      entry.checkpoint.replay.state = 'paused';
      entry.control.pause();
      await save(entry);
      return entry.checkpoint.replay;
    },
    async resume(id) {
      const entry = entryOf(id);
      const { replay } = entry.checkpoint;
      if (replay.state === 'failed') {
        Object.assign(replay, { state: 'running', message: null, ended_at: null });
        begin(entry);
        return replay;
      }
      const { control } = running(id);
      replay.state = 'running';
      control.resume();
      await save(entry);
      return replay;
    },
    async stop(id) {
      const entry = running(id);
      entry.control.stop();
      await entry.ended;
      return entry.checkpoint.replay;
    },
    async setSpeed(id, speed) {
      const entry = running(id);
      entry.checkpoint.replay.speed = speed;
      entry.control.setSpeed(speed);
      await save(entry);
      return entry.checkpoint.replay;
    },
    rejected: (id, from, limit) => reportOf(entryOf(id).checkpoint.replay.id).read(from, limit),
    async close() {
      isClosing = true;
      for (const { control } of entries.values()) control?.stop();
      await Promise.all([...entries.values()].map(({ ended }) => ended));
    },
  };
}
