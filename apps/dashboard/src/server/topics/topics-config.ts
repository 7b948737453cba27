import { commonConfig, readConfig, type Config, type ConfigTable } from '@weir/runtime';
import { parseMaskedFields, type MaskedField } from '@weir/topics';

const configTable = {
  ...commonConfig.kafka,
  ...commonConfig.registry,
  maskFields: {
    env: 'WEIR_MASK_FIELDS',
    kind: 'list',
    default: [],
    help: 'fields that the topics pages hide, <stream>.<field>',
  },
  produce: {
    env: 'WEIR_TOPICS_PRODUCE',
    kind: 'bool',
    default: false,
    help: 'whether test messages can be produced on the topics pages',
  },
} as const satisfies ConfigTable;

export interface TopicsConfig extends Config<typeof configTable> {
  readonly masked: readonly MaskedField[];
}

let known: TopicsConfig | undefined;

/** What the topics pages read from the environment, once. Throws with every problem in it. */
export function topicsConfig(env: Record<string, string | undefined> = process.env): TopicsConfig {
  if (known === undefined) {
    const config = readConfig(configTable, env);
    known = { ...config, masked: parseMaskedFields(config.maskFields) };
  }
  return known;
}
