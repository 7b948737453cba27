import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, createLogger } from '@weir/runtime';
import { loadEnvFile } from '@weir/runtime/env-file';
import { duplicatesTopic, streamsFromEnv } from '@weir/streams';
import { config } from './config.ts';
import { provision } from './provision.ts';
import { changeLine, type Change } from './report.ts';

const usage = `Usage: provision [--json] [--grow-partitions]

Creates topics, schema subjects, ClickHouse tables and connectors that are missing, and mends what differs.
May be run again, and by two at once. Exit code 0: all is as it should be; 1: failed; 2: wrong use or configuration.

  --json              print what was done as one JSON object
  --grow-partitions   add partitions to topics that have fewer than their definition says`;

const options = {
  json: { type: 'boolean', default: false },
  'grow-partitions': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The one place that knows where the migrations are; the same distance from src/main.ts and from dist/main.js. */
const migrations = join(import.meta.dirname, '../../../infra/clickhouse');

async function run(json: boolean, growPartitions: boolean): Promise<void> {
  const changes: Change[] = [];
  const notices: string[] = [];
  const report = {
    change(change: Change) {
      changes.push(change);
      if (!json) console.log(changeLine(change));
    },
    notice(text: string) {
      notices.push(text);
      if (!json) console.log(text);
    },
  };
  // Kafka's client complains while its broker starts; what matters of it comes as an error.
  const log = createLogger({ name: 'provision', level: process.env['LOG_LEVEL'] ?? 'silent' });
  const settings = config(process.env);
  const streams = streamsFromEnv(process.env).map((stream) => ({
    ...stream,
    partitions: settings.partitions ?? stream.partitions,
  }));
  await provision({
    config: settings,
    streams,
    duplicatesTopic: duplicatesTopic(process.env),
    migrations,
    growPartitions,
    report,
    log,
  });
  if (json) console.log(JSON.stringify({ changes, notices }));
  else if (changes.length === 0) console.log('nothing to change');
}

try {
  loadEnvFile();
  const { values } = parseArgs({ options });
  if (values.help) console.log(usage);
  else await run(values.json, values['grow-partitions']);
} catch (error) {
  const isUse = error instanceof ConfigError || (error instanceof TypeError && 'code' in error);
  const lines =
    error instanceof ConfigError ? error.problems : [error instanceof Error ? error.message : String(error)];
  for (const line of lines) console.error(`provision: ${line}`);
  process.exitCode = isUse ? 2 : 1;
}
