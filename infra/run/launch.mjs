import { join } from 'node:path';
import { chooseAppPorts } from './app-ports.mjs';
import { ensureBuilt } from './built.mjs';
import { startDockerServices } from './docker-services.mjs';
import { secondsSince } from './seconds.mjs';
import { sideBySide } from './side-by-side.mjs';
import { inRoot } from './workspace.mjs';

/**
 * Starts all of it: services and build side by side, then the provisioner, then the apps, then the demo traffic.
 * Gives how to stop it, last first. When something cannot start, or `signal` aborts, what has started is stopped and
 * the reason thrown. `local` is the bundle of infra/local.
 */
export async function launch({ local, options, say, signal }) {
  const stops = [];
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  const context = { local, options, say, signal, onStop: (stopOne) => stops.push(stopOne) };
  try {
    await startAll(context);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(context) {
  const { local, options, say, signal, onStop } = context;
  const folder = await local.openDataFolder(options.data ?? inRoot('.weir'), say);
  onStop(() => folder.release());
  const reaper = local.startReaper();
  onStop(() => reaper.close());

  const apps = await chooseAppPorts(local);
  const [services] = await sideBySide(signal, [
    (either) => startServices({ ...context, signal: either }, folder),
    (either) => ensureBuilt(say, { signal: either }),
  ]);
  const urlOf = (wanted) =>
    `http://${local.reachableHost()}:${apps.find(({ name }) => name === wanted)?.port}`;
  const env = {
    GATEWAY_URL: urlOf('gateway'),
    REPLAYER_URL: urlOf('replayer'),
    // The dashboard passes requests on from this machine; limits by address are meant for whom it speaks for.
    GATEWAY_TRUST_PROXY: process.env.GATEWAY_TRUST_PROXY || '127.0.0.1,::1',
    WEIR_DATA: folder.path,
    ...services.env,
  };
  const described = (name) => ({ name, env, logFile: join(folder.path, 'logs', `${name}.log`) });

  const began = Date.now();
  const provision = local.scriptSpec('provision', [], described('provision'));
  await local.runToEnd(provision, { reaper, pids: folder.pids, signal });
  say(`provision    topics, subjects and tables are there (${secondsSince(began)})`);

  const start = async (spec, where, either = signal) => {
    either.throwIfAborted();
    const on = (event) => signal.aborted || say(local.terminalLine(event, where));
    const supervision = { reaper, pids: folder.pids, restartEnded: true, signal: either, on };
    const running = await local.superviseProcess(spec, supervision);
    onStop(() => running.stop());
  };
  const startApp = ({ name, port }) => {
    const spec = local.appSpec(name, { ...described(name), port });
    return (either) => start(spec, `http://localhost:${port}`, either);
  };
  await sideBySide(signal, apps.map(startApp));
  if (options.demo) await start(local.scriptSpec('weir', ['demo'], described('demo')));
}

async function startServices({ local, options, say, signal, onStop }, folder) {
  const services = options.docker
    ? await startDockerServices(say, signal)
    : await local.startStack({
        dataDir: folder,
        ports: local.portsFromEnv(process.env),
        given: local.givenServices(process.env),
        brokers: options.brokers,
        restartEnded: true,
        signal,
        log: say,
        on: (event) => signal.aborted || say(local.terminalLine(event, `localhost:${event.port}`)),
      });
  onStop(() => services.stop());
  return services;
}
