// The service of a checkout as a process of its own, with a data folder of its own.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuMs, kill, residentMb, written } from './process.mjs';

const MEMORY_PROBE = fileURLToPath(new URL('memory-probe.mjs', import.meta.url));
const MIB = 2 ** 20;

/** @typedef {{ url: string, pid: number, dataDir: string, cpuMs(): number | null, residentMb(): number | null, stop(): Promise<void> }} Service */

/**
 * Starts `dist/main.js` of a checkout, and waits until it listens.
 * @param {object} options `env` is added to the service's environment; `dataDir` is a new folder unless given
 * @returns {Promise<Service>}
 */
export async function startService(checkout, resources, { env = {}, dataDir } = {}) {
  const folder = dataDir ?? (await resources.folder());
  const { child, url } = await spawnService(checkout, resources, { ...env, DATA_DIR: folder });
  await written(child, /listens/);
  return serviceOf(child, url, folder);
}

/**
 * Starts `dist/main.js` of a checkout, and does not wait.
 * @param probe a module that is loaded before the service; it can collect garbage, and send messages to this process
 */
export async function spawnService(checkout, resources, env, probe) {
  const port = await freePort();
  const nodeArgs = probe ? ['--expose-gc', '--import', probe] : [];
  const child = spawn(process.execPath, [...nodeArgs, join(checkout.folder, 'dist/main.js')], {
    cwd: env.DATA_DIR,
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'pipe', ...(probe ? ['ipc'] : [])],
  });
  resources.add(() => kill(child));
  return { child, url: `http://127.0.0.1:${port}` };
}

/**
 * Starts the service of a checkout with a probe in it.
 * @returns it, with `memory()`, which resolves with `resident` and with `heap`, what is used of it after a collection of
 *   garbage, in MiB
 */
export async function startProbedService(checkout, resources) {
  const folder = await resources.folder();
  const { child, url } = await spawnService(checkout, resources, { DATA_DIR: folder }, MEMORY_PROBE);
  await written(child, /listens/);
  const memory = async () => {
    child.send('memory');
    const [{ rss, heapUsed }] = await once(child, 'message');
    return { resident: rss / MIB, heap: heapUsed / MIB };
  };
  return { ...serviceOf(child, url, folder), memory };
}

/** Starts a module of the bench that serves HTTP, and writes its address to stderr. */
export async function startServer(module, args, resources, env = {}) {
  const child = spawn(process.execPath, [module, ...args], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  resources.add(() => kill(child));
  const [url] = await written(child, /http:\/\/\S+/);
  return serviceOf(child, url);
}

function serviceOf(child, url, dataDir) {
  const { pid } = child;
  return {
    url,
    pid,
    dataDir,
    cpuMs: () => cpuMs(pid),
    residentMb: () => residentMb(pid),
    stop: () => kill(child),
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
