// Keeps the PostgreSQL server of one run of jest, for as long as jest lives. Arguments: the folder where to leave the URL,
// and the id of the process to watch.
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres } from './postgres-process.mjs';

const LOOK_MS = 300;
const [folder, watched] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) process.on(signal, () => undefined); // jest gets them too, and ends

/** Leaves a text all at once. */
async function leave(name, text) {
  await writeFile(join(folder, `${name}.new`), text);
  await rename(join(folder, `${name}.new`), join(folder, name));
}

function lives(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

try {
  const server = await startPostgres();
  await leave('found', JSON.stringify({ url: server.url }));
  while (lives(Number(watched))) await delay(LOOK_MS);
  await server.remove();
} catch (error) {
  await leave('found', JSON.stringify({ reason: error.message }));
  while (lives(Number(watched))) await delay(LOOK_MS);
}
await rm(folder, { recursive: true, force: true });
