import { advanceAlert, type AlertState } from './advance-alert.ts';
import type { AlertMemory, MemoryFile } from './alert-memory.ts';
import { ruleWords, type AlertRule } from './alert-rule.ts';
import type { AlertsView } from './alert-view.ts';
import type { Notification } from './notification.ts';
import { addOwed, afterAttempt, type Owed } from './outbox.ts';
import { readCondition, type AlertSources, type Reading } from './read-condition.ts';
import type { Sent } from './send-notification.ts';

export interface AlertEngineOptions {
  readonly rules: readonly AlertRule[];
  readonly sources: AlertSources;
  readonly memory: MemoryFile;
  /** Absent: states are shown, and nobody is told. */
  readonly send?: ((notification: Notification) => Promise<Sent>) | undefined;
  readonly now: () => number;
  /** A sentence for people about a failed look. */
  readonly describe: (error: unknown) => string;
  readonly log: { info(line: string): void; warn(line: string): void };
}

type Kept = AlertState & { readonly firedAtMs?: number };

interface Known {
  readonly rule: AlertRule;
  kept: Kept;
  reading?: Reading;
  problem?: string;
}

export interface AlertEngine {
  /** Looks at every rule once. Never rejects. */
  look(): Promise<void>;
  /** Sends what is due, in order, up to the first failure: those behind it wait for it too. Never rejects. */
  deliver(): Promise<void>;
  view(): AlertsView;
}

/** Evaluates rules, remembers their states and tells the webhook of beginnings and ends. Has no timer of its own. */
export function createAlertEngine(options: AlertEngineOptions): AlertEngine {
  const { rules, sources, memory, send, now, describe, log } = options;
  const before = memory.load();
  const alerts: Known[] = rules.map((rule) => ({
    rule,
    kept: before.states[rule.name] ?? { state: 'ok', sinceMs: now() },
  }));
  let owed: readonly Owed[] = send === undefined ? [] : before.owed;
  let saved = '';
  let webhookProblem: string | undefined;

  /** After every change and before anything is sent: what a crash may repeat is a message, with the same id. */
  const save = () => {
    const states = Object.fromEntries(alerts.map(({ rule, kept }) => [rule.name, kept]));
    const next: AlertMemory = { version: 1, states, owed };
    const text = JSON.stringify(next);
    if (text === saved) return;
    try {
      memory.save(next);
      saved = text;
    } catch (error) {
      log.warn(
        `alerts: the state could not be kept: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };

  const tell = ({ rule, kept }: Known, { summary, value }: Reading) => {
    log.info(`alert ${rule.name}: ${kept.state}: ${summary}`);
    if (send === undefined || (kept.state !== 'firing' && kept.state !== 'resolved')) return;
    const since = new Date(kept.firedAtMs ?? kept.sinceMs).toISOString();
    owed = addOwed(owed, {
      id: `${rule.name} ${since}`,
      status: kept.state,
      rule: rule.name,
      condition: ruleWords(rule),
      summary,
      value,
      since,
      at: new Date(kept.sinceMs).toISOString(),
    });
  };

  const lookAt = async (alert: Known) => {
    try {
      const reading = await readCondition(alert.rule, sources, now());
      const state = advanceAlert(alert.kept, reading.met, alert.rule.forMs, now());
      const changed = state.state !== alert.kept.state;
      const { firedAtMs } = state.state === 'firing' && changed ? { firedAtMs: now() } : alert.kept;
      alert.kept = { ...state, ...(firedAtMs === undefined ? {} : { firedAtMs }) };
      alert.reading = reading;
      delete alert.problem;
      if (changed) tell(alert, reading);
    } catch (error) {
      alert.problem = describe(error);
    }
  };

  return {
    async look() {
      await Promise.all(alerts.map(lookAt));
      save();
    },
    async deliver() {
      if (send === undefined) return;
      for (let first = owed[0]; first !== undefined && first.notBeforeMs <= now(); first = owed[0]) {
        const sent = await send(first.notification);
        const after = afterAttempt(owed, first, sent, now());
        owed = after.owed;
        save();
        const { id, status } = first.notification;
        if (after.givenUp) log.warn(`alerts: gave up telling of ${id} (${status})`);
        if (!sent.ok && sent.why !== webhookProblem) log.warn(`alerts: the webhook failed: ${sent.why}`);
        webhookProblem = sent.ok ? undefined : sent.why;
        if (!sent.ok) return;
      }
    },
    view: () => ({
      configured: true,
      alerts: alerts.map(({ rule, kept, reading, problem }) => ({
        name: rule.name,
        kind: rule.kind,
        condition: ruleWords(rule),
        state: kept.state,
        sinceMs: kept.sinceMs,
        ...(reading === undefined ? {} : { summary: reading.summary, value: reading.value }),
        ...(problem === undefined ? {} : { problem }),
      })),
      webhook: {
        configured: send !== undefined,
        owed: owed.length,
        ...(webhookProblem === undefined ? {} : { problem: webhookProblem }),
      },
    }),
  };
}
