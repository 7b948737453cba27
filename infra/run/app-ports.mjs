import { Failure } from './failure.mjs';
import { isWritten } from './projects.mjs';

function portOf(name, { env, port }) {
  const text = process.env[env];
  if (!text) return port;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw new Failure(`${env} must be a port number from 1 to 65535, but is "${text}" (${name})`);
}

/** The long-running apps, each with its port. A taken port is told here, before anything is started. */
export async function chooseAppPorts({ longRunningApps, isPortFree }) {
  const apps = Object.entries(longRunningApps)
    .filter(([name]) => isWritten(name))
    .map(([name, app]) => ({ name, env: app.env, port: portOf(name, app) }));
  for (const { name, env, port } of apps) {
    if (await isPortFree(port)) continue;
    throw new Failure(
      `port ${port} (${name}) is taken by another program: end that one, or choose another port with ${env}`,
    );
  }
  return apps;
}
