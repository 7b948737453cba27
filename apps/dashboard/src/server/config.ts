import { commonConfig, readConfig, type ConfigTable } from '@weir/runtime';

/** Every environment variable that the dashboard reads. */
export const configTable = {
  ...commonConfig.host,
  clickhouseUrl: commonConfig.clickhouse.clickhouseUrl,
  clickhouseDatabase: commonConfig.clickhouse.clickhouseDatabase,
  clickhouseCa: commonConfig.clickhouse.clickhouseCa,
  ...commonConfig.clickhouseReader,
  port: { env: 'DASHBOARD_PORT', kind: 'port', default: 3000, help: 'port of the dashboard' },
  gatewayPort: {
    env: 'GATEWAY_PORT',
    kind: 'port',
    default: 4000,
    help: 'port of the gateway on this machine',
  },
  gatewayUrl: {
    env: 'GATEWAY_URL',
    kind: 'url',
    optional: true,
    help: 'address of the gateway, when it is not on this machine at GATEWAY_PORT',
  },
  replayerUrl: {
    env: 'REPLAYER_URL',
    kind: 'url',
    default: 'http://localhost:4100',
    defaultPortFrom: 'REPLAYER_PORT',
    help: 'address of the replayer',
  },
  aggregatorPort: {
    env: 'AGGREGATOR_PORT',
    kind: 'port',
    default: 4200,
    help: 'port of the aggregator on this machine',
  },
  aggregatorUrl: {
    env: 'AGGREGATOR_URL',
    kind: 'url',
    optional: true,
    help: 'address of the aggregator, when it is not on this machine at AGGREGATOR_PORT',
  },
} as const satisfies ConfigTable;

export interface DashboardConfig {
  readonly host: string;
  readonly port: number;
  readonly gatewayUrl: string;
  readonly replayerUrl: string;
  readonly aggregatorUrl: string;
  readonly clickhouse: {
    readonly url: string;
    readonly database: string;
    readonly user: string;
    readonly password: string;
    readonly ca: string | undefined;
  };
}

/** Reads the configuration; throws one `ConfigError` with all problems. */
export function dashboardConfig(env: Record<string, string | undefined> = process.env): DashboardConfig {
  const config = readConfig(configTable, env);
  return {
    host: config.host,
    port: config.port,
    gatewayUrl: config.gatewayUrl ?? `http://localhost:${config.gatewayPort}`,
    replayerUrl: config.replayerUrl,
    aggregatorUrl: config.aggregatorUrl ?? `http://localhost:${config.aggregatorPort}`,
    clickhouse: {
      url: config.clickhouseUrl,
      database: config.clickhouseDatabase,
      user: config.clickhouseUser,
      password: config.clickhousePassword,
      ca: config.clickhouseCa,
    },
  };
}
