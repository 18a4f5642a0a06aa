// Processes that do a part of the bench: the parent calls them by message.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { kill } from './process.mjs';

/**
 * Starts a module of this folder in a process of its own.
 * @returns `call(method, ...values)`, which resolves with what the method resolves with there, and `stop()`
 */
export function startWorker(name, args, resources, env = {}) {
  const module = fileURLToPath(new URL(name, import.meta.url));
  const child = fork(module, args, { env: { PATH: process.env.PATH, LOG_LEVEL: 'error', ...env } });
  resources.add(() => kill(child));
  return {
    pid: child.pid,
    call: (method, ...values) => callOf(child, method, values),
    stop: () => kill(child),
  };
}

function callOf(child, method, values) {
  return new Promise((resolve, reject) => {
    const ended = (code) => reject(new Error(`The process of ${method} ended with status ${code}.`));
    child.once('exit', ended);
    child.once('message', ({ result, error }) => {
      child.off('exit', ended);
      if (error) reject(new Error(error));
      else resolve(result);
    });
    child.send({ method, values }, (error) => {
      if (error) reject(error); // it has ended: `ended` says so, if it has not been told
    });
  });
}

/** In a worker: answers calls of these methods, one at a time. */
export function serveCalls(methods) {
  process.on('message', ({ method, values }) => {
    void answer(methods[method], values);
  });
}

async function answer(method, values) {
  try {
    process.send({ result: await method(...values) });
  } catch (error) {
    process.send({ error: error.stack });
  }
}
