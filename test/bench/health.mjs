// Measures how soon GET /health/live answers while three clients read a log of a million rows each, all at once, and
// POST /simulate goes on one after another. Each client is a process of its own. Needs a build:
// `npm run bench:health [sqlite|file]`.
import { spawn } from 'node:child_process';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { AppModule, createApp, RunsService } from '../../dist/index.js';
import { BenchPipeline, EmitStage, ROWS, TEXT } from './long-log.mjs';

const READERS = 3;
/** How often the log is read by each reader. */
const READINGS = 2;
/** Between two questions after the service's health, in milliseconds. */
const PAUSE_MS = 5;
/** How long it is asked when there is no load, in milliseconds. */
const IDLE_MS = 3_000;
const SEEDS = new URL('../../docs/examples/seeds/', import.meta.url);

class BenchModule {}
Module({ imports: [AppModule], providers: [BenchPipeline, EmitStage] })(BenchModule);

const agent = new Agent({ keepAlive: true });

/** Sends a request, reads the answer to its end, and tells what it took, in milliseconds, and its bytes. */
async function ask(url, body) {
  const begun = performance.now();
  const options = body ? { method: 'POST', headers: { 'Content-Type': 'application/json' } } : {};
  const response = await new Promise((resolve, reject) => {
    const sent = request(url, { agent, ...options }, resolve).once('error', reject);
    sent.end(body);
  });
  let bytes = 0;
  for await (const piece of response) bytes += piece.length;
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
  return { ms: performance.now() - begun, bytes };
}

/** Asks again and again until stdin ends; gives the times. */
async function askOn(url, { body, pauseMs = 0 } = {}) {
  process.stdin.resume();
  const times = [];
  while (!process.stdin.readableEnded) {
    times.push((await ask(url, body)).ms);
    if (pauseMs > 0) await pause(pauseMs);
  }
  return times;
}

/** What the processes of the clients do. */
const CLIENTS = {
  health: (root) => askOn(`${root}/health/live`, { pauseMs: PAUSE_MS }),
  async simulate(root) {
    const seed = JSON.parse(await readFile(new URL('seed-01-short-crate.json', SEEDS), 'utf8'));
    return askOn(`${root}/simulate`, { body: JSON.stringify({ seed }) });
  },
  async read(url) {
    const times = [];
    for (let reading = 0; reading < READINGS; reading++) {
      const { ms, bytes } = await ask(url);
      if (bytes < ROWS * TEXT.length) throw new Error(`The log had ${bytes} bytes only.`);
      times.push(ms);
    }
    return times;
  },
};

/** Starts a client in a process of its own. `times` resolves with what it took each time, when it ends. */
function startClient(name, url) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), name, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const listen = async () => {
    let said = '';
    for await (const piece of child.stdout) said += piece;
    return JSON.parse(said);
  };
  return { stop: () => child.stdin.end(), times: listen() };
}

const say = (line) => process.stdout.write(`${line}\n`);

function sayTimes(what, times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.floor((sorted.length - 1) * share)].toFixed(1);
  say(`  ${what}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms (${sorted.length} times)`);
}

async function bench(repository) {
  const dataDir = await mkdtemp(join(tmpdir(), 'dream-bench-'));
  const env = { DATA_DIR: dataDir, LOG_LEVEL: 'error', RUN_REPOSITORY: repository };
  Object.assign(process.env, { ...env, RUN_TIMEOUT_MS: '3600000' });
  const app = await createApp(BenchModule);
  await app.listen(0, '127.0.0.1');
  const root = await app.getUrl();
  const { run } = await app.get(RunsService).runToEnd({ pipeline: 'bench', input: { rows: ROWS } });
  say(`${repository}: a log of ${run.summary.rows} rows, ${run.summary.bytes} bytes`);

  const idle = startClient('health', root);
  await pause(IDLE_MS);
  idle.stop();
  sayTimes('GET /health/live without load', await idle.times);

  const [health, simulate] = ['health', 'simulate'].map((name) => startClient(name, root));
  const url = `${root}/runs/${run.run_id}/runlog`;
  const readers = Array.from({ length: READERS }, () => startClient('read', url));
  const readings = await Promise.all(readers.map(({ times }) => times));
  health.stop();
  simulate.stop();
  sayTimes('GET /health/live under load', await health.times);
  sayTimes('POST /simulate meanwhile', await simulate.times);
  sayTimes('the log, read meanwhile', readings.flat());
  await app.close();
  await rm(dataDir, { recursive: true });
}

const [name, url] = process.argv.slice(2);
if (url) process.stdout.write(JSON.stringify(await CLIENTS[name](url)), () => process.exit(0));
else {
  const [{ model }] = cpus();
  say(`${cpus().length} cores, ${model}, Node ${process.version}; files in ${tmpdir()}`);
  for (const repository of name ? [name] : ['sqlite', 'file']) await bench(repository);
}
