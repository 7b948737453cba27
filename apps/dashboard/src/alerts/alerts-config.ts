import { ConfigError, readConfig, type ConfigTable } from '@weir/runtime';
import type { AlertRule } from './alert-rule.ts';
import { readRules } from './read-rules.ts';

/** Every environment variable about alerts. */
export const alertsConfigTable = {
  rules: {
    env: 'ALERTS_FILE',
    kind: 'file',
    optional: true,
    help: 'JSON file with the rules of alerts (docs/runbook.md); absent: no alerts',
  },
  everyMs: {
    env: 'ALERTS_EVERY',
    kind: 'duration',
    default: 5_000,
    help: 'time between two looks at the rules',
  },
  state: {
    env: 'ALERTS_STATE',
    kind: 'string',
    optional: true,
    help: 'file in which states outlive a restart; absent: a firing alert is told anew after one',
  },
  webhookUrl: {
    env: 'ALERTS_WEBHOOK_URL',
    kind: 'url',
    optional: true,
    secret: true,
    help: 'where firing and resolved alerts are posted as JSON; absent: they are only shown',
  },
  webhookToken: {
    env: 'ALERTS_WEBHOOK_TOKEN',
    kind: 'string',
    optional: true,
    secret: true,
    help: 'sent to the webhook as a bearer token',
  },
} as const satisfies ConfigTable;

export interface AlertsConfig {
  readonly rules: readonly AlertRule[];
  readonly everyMs: number;
  readonly state: string | undefined;
  readonly webhook: { readonly url: string; readonly token: string | undefined } | undefined;
}

/** Reads it; undefined when no rules are configured. Throws one `ConfigError` with all problems of the rules. */
export function alertsConfig(
  env: Record<string, string | undefined> = process.env,
): AlertsConfig | undefined {
  const { rules: text, everyMs, state, webhookUrl, webhookToken } = readConfig(alertsConfigTable, env);
  if (text === undefined) return undefined;
  const read = readRules(text);
  if (!read.ok) throw new ConfigError(read.problems.map((problem) => `ALERTS_FILE: ${problem}`));
  if (everyMs < 500) throw new ConfigError(['ALERTS_EVERY: expected at least 500ms']);
  const webhook = webhookUrl === undefined ? undefined : { url: webhookUrl, token: webhookToken };
  return { rules: read.rules, everyMs, state, webhook };
}
