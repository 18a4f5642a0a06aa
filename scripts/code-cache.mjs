// Makes the code cache of a program's bundle: runs it as its users do, and writes what V8 compiled for that beside it.
// `node scripts/code-cache.mjs dist/bundle/main.cjs`
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import 'reflect-metadata';

const SEED = fileURLToPath(new URL('../docs/examples/seeds/seed-01-short-crate.json', import.meta.url));
const PATIENCE_MS = 60_000;
const bundle = resolve(process.argv[2]);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits for the service to listen. @throws Error when it does not within a minute */
async function listening(url) {
  for (const begun = Date.now(); Date.now() - begun < PATIENCE_MS;) {
    const answer = await fetch(`${url}/health/live`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((passed) => setTimeout(passed, 20));
  }
  throw new Error(`${bundle} did not listen within ${PATIENCE_MS / 1000} s`);
}

async function askService(url) {
  await listening(url);
  const seed = JSON.parse(await readFile(SEED, 'utf8'));
  const body = JSON.stringify({ seed, rounds: 3, random_seed: 'code cache' });
  const answer = await fetch(`${url}/simulate`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  if (!answer.ok) throw new Error(`POST /simulate answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** What each program is tried with; `ended` resolves when enough of it has run. */
const SERVICE = { words: [], ended: askService };
const COMMAND = { words: ['run', SEED, '--json'], ended: () => once(process, 'beforeExit') };

const { words, ended } = basename(bundle) === 'cli.cjs' ? COMMAND : SERVICE;
const folder = await mkdtemp(join(tmpdir(), 'dream-code-cache-'));
const port = await freePort();
const settings = { DATA_DIR: folder, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error' };
process.env = { PATH: process.env.PATH, ...settings };
process.argv.splice(1, Infinity, bundle, ...words);
process.chdir(folder);
process.stdout.write = process.stderr.write = () => true;
const { runBundle } = await import(pathToFileURL(join(dirname(bundle), '../run-bundle.js')).href);
const script = runBundle(pathToFileURL(bundle));
await ended(`http://127.0.0.1:${port}`);
await writeFile(`${bundle}.cache`, script.createCachedData());
process.chdir(dirname(bundle));
await rm(folder, { recursive: true, force: true });
process.exit();
