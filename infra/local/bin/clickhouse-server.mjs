// ClickHouse as a process of its own: `node clickhouse-server.mjs CONFIG_FILE DATA_FOLDER HOST PORT`.
// npm's chdb is ClickHouse as a shared library; called with a command line it runs the whole program on this
// process's main thread, and one endless query keeps it there while it serves HTTP. When that query is killed,
// ClickHouse ends cleanly; SIGTERM ends it like a kill -9, which loses nothing either.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ffi from 'ffi-rs';

const [configFile, dataFolder, host, port] = process.argv.slice(2);

/** The package with the library for this platform, one of chdb's optional dependencies. */
function libraryPath() {
  const suffix = process.platform === 'linux' ? '-gnu' : '';
  const name = `@chdb/lib-${process.platform}-${process.arch}${suffix}`;
  const require = createRequire(import.meta.url);
  const chdb = require.resolve('chdb/package.json');
  return join(dirname(require.resolve(`${name}/package.json`, { paths: [dirname(chdb)] })), 'libchdb.so');
}

const serveForever = [
  'SYSTEM START LISTEN HTTP;',
  'SELECT sleepEachRow(1) FROM numbers(1000000000)',
  'SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0 FORMAT Null',
].join(' ');

const args = [
  'clickhouse',
  `--config-file=${configFile}`,
  `--path=${dataFolder}`,
  '--query',
  serveForever,
  '--',
  `--http_port=${port}`,
  `--listen_host=${host}`,
];

ffi.open({ library: 'chdb', path: libraryPath() });
ffi.load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: ffi.DataType.External,
  paramsType: [ffi.DataType.I32, ffi.DataType.StringArray],
  paramsValue: [args.length, args],
});
