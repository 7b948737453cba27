/** Services that the environment names: they are used, not started. */
export interface GivenServices {
  kafka?: string;
  registry?: string;
  clickhouse?: string;
}

/** Reads `KAFKA_BROKERS` (or `BOOTSTRAP_SERVERS`), `SCHEMA_REGISTRY_URL` and `CLICKHOUSE_URL`; empty means not given. */
export function givenServices(env: NodeJS.ProcessEnv): GivenServices {
  const kafka = env['KAFKA_BROKERS'] || env['BOOTSTRAP_SERVERS'];
  const registry = env['SCHEMA_REGISTRY_URL'];
  const clickhouse = env['CLICKHOUSE_URL'];
  return { ...(kafka && { kafka }), ...(registry && { registry }), ...(clickhouse && { clickhouse }) };
}
