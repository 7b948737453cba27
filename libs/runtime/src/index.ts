export { ConfigError, parseDuration, readConfig, type Config, type ConfigTable } from './config.ts';
export { commonConfig } from './common-config.ts';
export { createExecutionReport, type ExecutionReport } from './execution-report.ts';
export { letHeapGrow } from './heap.ts';
export { createLogger, type Logger } from './logger.ts';
export { Counter, createMetrics, Gauge, Histogram, Registry } from './metrics.ts';
export { runApp, type AppContext } from './run-app.ts';
export { serveHealth, type Health } from './serve-health.ts';
export { tlsProblem, type TlsProblem } from './tls-problem.ts';
