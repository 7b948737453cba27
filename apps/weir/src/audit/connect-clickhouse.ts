import {
  createClickhouse,
  ClickHouseRefused,
  ClickHouseUnavailable,
  type Clickhouse,
} from '@weir/clickhouse';
import { commonConfig } from '@weir/runtime/common-config';
import { readConfig } from '@weir/runtime/config';
import { unreachable } from '../cli-error.ts';

/** A slice of a quarter of a million events takes seconds; a server under load may take longer. */
const timeoutMs = 300_000;

/** ClickHouse as the environment names it. */
export function connectClickhouse(env = process.env): Clickhouse {
  const config = readConfig(commonConfig.clickhouse, env);
  return createClickhouse({
    url: config.clickhouseUrl,
    database: config.clickhouseDatabase,
    user: config.clickhouseUser,
    password: config.clickhousePassword,
    ca: config.clickhouseCa,
    timeoutMs,
  });
}

const missing = ['UNKNOWN_TABLE', 'UNKNOWN_DATABASE', 'UNKNOWN_IDENTIFIER'];

/** Runs work on ClickHouse; a failure of ClickHouse becomes one line for the user and the code for "unreachable". */
export async function withClickhouse<T>(work: (clickhouse: Clickhouse) => Promise<T>): Promise<T> {
  const clickhouse = connectClickhouse();
  try {
    return await work(clickhouse);
  } catch (error) {
    if (error instanceof ClickHouseUnavailable) {
      throw unreachable(
        `${error.message}; start it with \`npm start\`, or say where it is with CLICKHOUSE_URL`,
      );
    }
    if (error instanceof ClickHouseRefused) {
      const hint = missing.includes(error.type) ? '; are the tables provisioned?' : '';
      throw unreachable(`${error.message}${hint}`);
    }
    throw error;
  } finally {
    await clickhouse.close();
  }
}
