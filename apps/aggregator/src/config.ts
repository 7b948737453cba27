import { commonConfig, readConfig } from '@weir/runtime';

export const config = () =>
  readConfig({
    ...commonConfig.host,
    ...commonConfig.kafka,
    ...commonConfig.registry,
    ...commonConfig.execution,
    ...commonConfig.windows,
    port: { env: 'AGGREGATOR_PORT', kind: 'port', default: 4200, help: 'port of health and metrics' },
    groupId: {
      env: ['AGGREGATOR_GROUP', 'CONSUMER_GROUP_ID'],
      kind: 'string',
      default: 'weir-aggregator',
      help: 'consumer group',
    },
    flushMs: {
      env: 'AGGREGATOR_FLUSH',
      kind: 'duration',
      default: 300,
      help: 'least time between two publications of changed windows',
    },
    onGap: {
      env: 'AGGREGATOR_ON_GAP',
      kind: 'choice',
      choices: ['stop', 'continue'],
      default: 'stop',
      help: 'what to do when records that open windows need are gone from the log: stop, or continue without them',
    },
    fault: {
      env: 'WEIR_FAULT',
      kind: 'string',
      optional: true,
      help: 'tests of recovery only: the moment at which to die',
    },
  });

export type AggregatorConfig = ReturnType<typeof config>;
