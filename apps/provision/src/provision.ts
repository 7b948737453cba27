import {
  ClickHouseUnavailable,
  ClickHouseUntrusted,
  createClickhouse,
  type Clickhouse,
} from '@weir/clickhouse';
import {
  BrokerAccessRefused,
  createAdmin,
  createKafka,
  createRegistry,
  kafkaConnection,
  RegistryAccessRefused,
  registryOptions,
  RegistryUnavailable,
  type KafkaAdmin,
} from '@weir/kafka';
import type { Logger } from '@weir/runtime';
import type { StreamDefinition } from '@weir/streams';
import { checkColumns, type RequiredColumn } from './clickhouse/check-columns.ts';
import { provisionConnectors } from './clickhouse/provision-connectors.ts';
import { provisionDatabase } from './clickhouse/provision-database.ts';
import { provisionTtl } from './clickhouse/provision-ttl.ts';
import { provisionViews } from './clickhouse/provision-views.ts';
import type { ProvisionConfig } from './config.ts';
import { clickhouseKafkaSettings, withLogin } from './connectors/source-security.ts';
import { connectorsOf } from './connectors/connectors-of.ts';
import { renderConnector } from './connectors/render-connector.ts';
import { eventTableColumns, eventTableName } from './ddl/event-table.ts';
import { provisionSubjects, wantedSubjects } from './kafka/provision-subjects.ts';
import { provisionTopics } from './kafka/provision-topics.ts';
import { redrivesTopic, runsTopic, wantedTopics } from './kafka/wanted-topics.ts';
import { applyMigrations } from './migrations/apply-migrations.ts';
import { readMigrations } from './migrations/migration-files.ts';
import type { Report } from './report.ts';
import { deadLettersView } from './views/dead-letters.ts';
import { seriesView } from './views/series.ts';
import { waitFor } from './wait-for.ts';

export interface Provisioning {
  readonly config: ProvisionConfig;
  /** With topic names as the environment has them. */
  readonly streams: readonly StreamDefinition[];
  /** The topic of the events that came twice, as the environment has it. */
  readonly duplicatesTopic: string;
  /** Folder of the numbered migrations. */
  readonly migrations: string;
  readonly growPartitions: boolean;
  readonly report: Report;
  readonly log: Logger;
}

const connectors = ({ streams, duplicatesTopic, config }: Provisioning) =>
  connectorsOf(
    streams,
    { runs: runsTopic, redrives: redrivesTopic, duplicates: duplicatesTopic },
    config.windowsFormat,
  );

/** Topics with the settings that Weir relies on. */
async function provisionKafka(
  admin: KafkaAdmin,
  { config, streams, duplicatesTopic, growPartitions, report }: Provisioning,
) {
  const replicationFactor = config.replicationFactor ?? Math.min(3, await admin.brokerCount());
  const wanted = wantedTopics(streams, { ...config, duplicatesTopic, replicationFactor });
  await provisionTopics(admin, wanted, { grow: growPartitions }, report);
}

/** Every column that rows are written to; those of events with their types. */
function requiredColumns(work: Provisioning): RequiredColumn[] {
  const typed = work.streams.flatMap((stream) =>
    eventTableColumns(stream).map(({ name, type }) => ({ table: eventTableName(stream), name, type })),
  );
  const written = connectors(work).flatMap(({ table, projections }) =>
    projections.map(({ column }) => ({ table, name: column })),
  );
  return [...typed, ...written.filter(({ table }) => !typed.some((one) => one.table === table))];
}

/** Data tables by migrations, how long they keep their rows, and the views that are read. */
async function provisionTables(clickhouse: Clickhouse, work: Provisioning) {
  const { config, streams, migrations, report } = work;
  const { cluster, eventsTtlMs, windowsTtlMs, rejectedTtlMs } = config;
  for (const name of await applyMigrations(clickhouse, readMigrations(migrations), cluster)) {
    report.change({ action: 'applied', kind: 'migration', name });
  }
  await checkColumns(clickhouse, requiredColumns(work));
  const retention = [
    ...streams.map((stream) => ({ table: eventTableName(stream), seconds: eventsTtlMs / 1000 })),
    { table: 'windows', seconds: windowsTtlMs / 1000 },
    { table: 'rejected', seconds: rejectedTtlMs / 1000 },
    { table: 'redrives', seconds: rejectedTtlMs / 1000 },
    { table: 'duplicates', seconds: rejectedTtlMs / 1000 },
  ];
  await provisionTtl(clickhouse, retention, cluster, report);
  await provisionViews(clickhouse, [seriesView, deadLettersView], cluster, report);
}

/** The ways from Kafka into the tables. Topics and tables must be there. */
async function connect(clickhouse: Clickhouse, work: Provisioning) {
  const { config, report } = work;
  const source = {
    brokers: config.clickhouseBrokers ?? config.brokers,
    registryUrl: withLogin(config.clickhouseRegistryUrl ?? config.registryUrl, config),
    groupPrefix: `${config.clickhouseDatabase}-clickhouse`,
    security: clickhouseKafkaSettings(config),
  };
  const rendered = connectors(work).map((connector) => ({
    name: connector.name,
    parts: renderConnector(connector, source),
  }));
  await provisionConnectors(clickhouse, rendered, config.cluster, report);
}

/** Waits for every one to end, so that none goes on behind a failure; throws one error with all reasons. */
async function allReady(waits: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(waits)).filter((outcome) => outcome.status === 'rejected');
  if (failed.length === 0) return;
  throw new Error(
    failed.map(({ reason }) => (reason instanceof Error ? reason.message : String(reason))).join('; '),
  );
}

/**
 * Brings Kafka, the registry and ClickHouse to what the registry of streams asks for. Changes nothing that is right
 * already, and may run twice at once. The registry comes first: a schema that it refuses must leave the rest untouched.
 */
export async function provision(work: Provisioning): Promise<void> {
  const { config, streams, report, log } = work;
  const { waitMs, brokers, clickhouseUrl: url } = config;
  const login = {
    url,
    user: config.clickhouseUser,
    password: config.clickhousePassword,
    ca: config.clickhouseCa,
    timeoutMs: 120_000,
  };
  const server = createClickhouse(login);
  const clickhouse = createClickhouse({ ...login, database: config.clickhouseDatabase });
  const registry = createRegistry(registryOptions(config));
  const kafka = createKafka(kafkaConnection(config, { clientId: 'weir-provision', log }));
  const mayPass = (error: unknown) =>
    error instanceof ClickHouseUnavailable && !(error instanceof ClickHouseUntrusted);
  const isNoRefusal = (error: unknown) =>
    !(error instanceof BrokerAccessRefused || error instanceof RegistryAccessRefused);
  const admins: KafkaAdmin[] = [];
  try {
    await allReady([
      waitFor('ClickHouse', () => server.query('SELECT 1'), { waitMs, report, isWorthWaiting: mayPass }),
      waitFor('the schema registry', () => registry.ping(), {
        waitMs,
        report,
        isWorthWaiting: isNoRefusal,
      }),
      waitFor(`Kafka at ${brokers.join(', ')}`, async () => admins.push(await createAdmin(kafka)), {
        waitMs,
        report,
        isWorthWaiting: isNoRefusal,
      }),
    ]);
    const [admin] = admins;
    if (admin === undefined) throw new Error('no connection to Kafka');
    const subjects = wantedSubjects(streams, config.windowsFormat);
    // It answers, and may yet be too busy to register: a registration can be repeated.
    await waitFor('the schema registry', () => provisionSubjects(registry, subjects, report), {
      waitMs,
      report,
      isWorthWaiting: (error) => error instanceof RegistryUnavailable && isNoRefusal(error),
    });
    await provisionKafka(admin, work);
    await provisionDatabase(server, config.clickhouseDatabase, config.cluster, report);
    await provisionTables(clickhouse, work);
    await connect(clickhouse, work);
  } finally {
    await Promise.allSettled([...admins.map((admin) => admin.close()), clickhouse.close(), server.close()]);
  }
}
