import { commonConfig } from '@weir/runtime/common-config';
import { readConfig, type Config } from '@weir/runtime/config';
import { usageError } from './cli-error.ts';

const table = {
  gatewayUrl: commonConfig.gateway.gatewayUrl,
  ...commonConfig.kafka,
  ...commonConfig.registry,
} as const;

export type Settings = Config<typeof table>;

const keyTable = { apiKey: commonConfig.gateway.apiKey } as const;

/** The API key for the gateway. From the environment only: arguments can be seen by everybody on the machine. */
export const apiKeyFrom = (env = process.env): string | undefined => readConfig(keyTable, env).apiKey;

/** Where the services are: the `--gateway` option first, then the environment, then this machine's default ports. */
export function readSettings(options: { gateway?: string }, env = process.env): Settings {
  const settings = readConfig(table, env);
  const given = options.gateway?.replace(/\/+$/, '');
  if (given !== undefined && !/^https?:\/\/[^/]/.test(given)) {
    throw usageError(`--gateway ${given}: expected a URL such as http://localhost:4000`);
  }
  return { ...settings, gatewayUrl: given ?? settings.gatewayUrl };
}
