import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './workspace.mjs';

const help = `npm start -- [options]

Starts everything: Kafka, the schema registry, ClickHouse, the apps and some demo traffic.

  --no-demo     no demo traffic (or WEIR_DEMO=0)
  --brokers N   N Kafka brokers instead of one (or WEIR_BROKERS); 3 go on when one of them dies
  --docker      the services in Docker instead of as local processes
  --data DIR    where data and logs go (or WEIR_DATA; default .weir)
  --help        this text

Services that KAFKA_BROKERS, SCHEMA_REGISTRY_URL or CLICKHOUSE_URL name are used, not started.
Ports and everything else: see .env.example.`;

/**
 * The options of `npm start`, from its arguments and the environment.
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {{ help: string } | { problem: string } | { demo: boolean, docker: boolean, brokers: number, data: string | undefined }}
 */
export function startOptions(args, env) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        'no-demo': { type: 'boolean' },
        docker: { type: 'boolean' },
        brokers: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { help };
    const demo =
      !values['no-demo'] && !['0', 'false', 'no', 'off'].includes(env.WEIR_DEMO?.toLowerCase() ?? '');
    // npm moves to the repository's folder; what is typed is meant from where it was typed.
    const typed = values.data && resolve(env.INIT_CWD ?? process.cwd(), values.data);
    const data = typed || (env.WEIR_DATA ? resolve(root, env.WEIR_DATA) : undefined);
    const brokers = Number(values.brokers ?? (env.WEIR_BROKERS || 1));
    if (!Number.isInteger(brokers) || brokers < 1 || brokers > 9)
      throw new Error('--brokers (WEIR_BROKERS) must be a number from 1 to 9');
    if (brokers > 1 && values.docker) throw new Error('--brokers and --docker do not go together');
    return { demo, docker: values.docker ?? false, brokers, data };
  } catch (error) {
    return { problem: `${error.message}\n\n${help}` };
  }
}
