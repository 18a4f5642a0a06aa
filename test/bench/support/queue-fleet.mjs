// Processes on one SQLite file and one queue in Redis: one that accepts runs, and several that execute them.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { kill } from './process.mjs';
import { startWorker } from './worker.mjs';

/** Whether there is a Redis: at TEST_REDIS_URL, or as the program redis-server. */
export function hasRedis() {
  return Boolean(process.env.TEST_REDIS_URL) || spawnSync('redis-server', ['--version']).status === 0;
}

/** @returns the URL of a Redis that keeps nothing on disk, or of the one that is given */
export async function startRedis(resources) {
  if (process.env.TEST_REDIS_URL) return process.env.TEST_REDIS_URL;
  const port = await freePort();
  const words = [
    '--port',
    String(port),
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    await resources.folder(),
  ];
  const child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  resources.add(() => kill(child));
  await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`redis-server ended with status ${code}.`)));
    child.stdout.on('data', (text) => String(text).includes('Ready to accept connections') && resolve());
  });
  return `redis://127.0.0.1:${port}`;
}

/**
 * Starts the processes of a checkout, each of which has the pipeline of the runtime and the simulation.
 * @param workers how many execute runs; 0: one process accepts and executes, without a queue
 * @returns the one that accepts
 */
export async function startFleet(checkout, workers, redis, resources) {
  const common = { DATA_DIR: await resources.folder(), RUN_REPOSITORY: 'sqlite', MAX_CONCURRENT_RUNS: '200' };
  const start = (env) =>
    startWorker('runtime-worker.mjs', [checkout.folder], resources, { ...common, ...env });
  if (workers === 0) return start({});
  const prefix = `bench_${process.pid}_${workers}_${checkout.name}`;
  const shared = { RUN_QUEUE: 'bullmq', QUEUE_URL: redis, QUEUE_PREFIX: prefix };
  for (let worker = 0; worker < workers; worker++) {
    const started = start({ ...shared, SERVICE_ROLE: 'worker' });
    await started.call('ready'); // one after the other: the first makes the file
  }
  return start({ ...shared, SERVICE_ROLE: 'api' });
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
