import { commonConfig, type ConfigTable } from '@weir/runtime';

export const configTable = {
  ...commonConfig.host,
  clickhouseUrl: commonConfig.clickhouse.clickhouseUrl,
  clickhouseDatabase: commonConfig.clickhouse.clickhouseDatabase,
  ...commonConfig.clickhouseReader,
  ...commonConfig.gateway,
  port: { env: 'REPLAYER_PORT', kind: 'port', default: 4100, help: 'HTTP port of the replayer' },
  dataFolder: {
    env: 'WEIR_DATA',
    kind: 'string',
    default: '.weir',
    help: 'where prepared files and the state of replays are kept; relative to the workspace',
  },
  xetraBucketUrl: {
    env: 'XETRA_BUCKET_URL',
    kind: 'url',
    optional: true,
    help: 'bucket with the files of XETRA',
  },
  eurexBucketUrl: {
    env: 'EUREX_BUCKET_URL',
    kind: 'url',
    optional: true,
    help: 'bucket with the files of EUREX',
  },
  bucketTimeoutMs: {
    env: 'BUCKET_TIMEOUT',
    kind: 'duration',
    default: 15_000,
    help: 'how long a bucket may say nothing',
  },
  bucketPageSize: {
    env: 'BUCKET_PAGE_SIZE',
    kind: 'int',
    default: 1_000,
    help: 'keys asked for at once when a bucket is listed',
  },
} as const satisfies ConfigTable;
