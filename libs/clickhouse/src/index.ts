export {
  createClickhouse,
  type CallOptions,
  type Clickhouse,
  type ClickhouseOptions,
  type QueryParameters,
} from './create-clickhouse.ts';
export { clearError, ClickHouseRefused, ClickHouseUnavailable, ClickHouseUntrusted } from './errors.ts';
export { identifier, literal } from './identifier.ts';
export { waitUntilReady } from './wait-until-ready.ts';
