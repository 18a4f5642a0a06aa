// Measures what it costs to send a long run log: a run of a million rows over HTTP to a client in another process, beside
// node:http sending the same bytes from a file. Needs a build: `npm run bench:runlog`.
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { AppModule, createApp, RunsService } from '../../dist/index.js';
import { BenchPipeline, EmitStage, ROWS } from './long-log.mjs';

const TURNS = 5;

class BenchModule {}
Module({ imports: [AppModule], providers: [BenchPipeline, EmitStage] })(BenchModule);

/**
 * What the client's process does: reads an answer, and says when its first and last byte came. It has read another one
 * before, so that its own start is not measured.
 */
async function readAnswer(url, warmUp) {
  await new Promise((resolve, reject) =>
    get(warmUp, (small) => small.resume().once('end', resolve)).once('error', reject),
  );
  const begun = performance.now();
  let first = 0;
  let bytes = 0;
  const response = await new Promise((resolve, reject) => get(url, resolve).once('error', reject));
  for await (const piece of response) {
    first ||= performance.now() - begun;
    bytes += piece.length;
  }
  process.stdout.write(JSON.stringify({ first, total: performance.now() - begun, bytes }));
}

/** Reads an answer in a process of its own. */
async function measure(url, warmUp) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), url, warmUp], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const piece of child.stdout) said += piece;
  return JSON.parse(said);
}

/** How much memory the process has taken beyond what it had, at the most, while something is done. */
async function growthDuring(work) {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5);
  const result = await work();
  clearInterval(timer);
  return { result, growth: (most - before) / 2 ** 20 };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const say = (line) => process.stdout.write(`${line}\n`);

/** The median time that an answer takes, asked for from this process over one connection. */
async function timeOf(url, times = 50) {
  const taken = [];
  for (let time = 0; time < times; time++) {
    const begun = performance.now();
    await (await fetch(url)).arrayBuffer();
    taken.push(performance.now() - begun);
  }
  return median(taken);
}

/** Serves a file as node:http does, and nothing else. */
async function serveFile(path) {
  const server = createServer(({ url }, response) => {
    if (url === '/small') {
      response.end('{}');
      return;
    }
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${server.address().port}`;
  return { url: `${root}/`, small: `${root}/small`, close: () => server.close() };
}

async function saveResponse(url, path) {
  const response = await new Promise((resolve) => get(url, resolve));
  await pipeline(response, createWriteStream(path));
}

async function bench(repository) {
  const dataDir = await mkdtemp(join(tmpdir(), 'dream-bench-'));
  const timeouts = { RUN_TIMEOUT_MS: '3600000' };
  Object.assign(process.env, {
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    RUN_REPOSITORY: repository,
    ...timeouts,
  });
  const app = await createApp(BenchModule);
  await app.listen(0, '127.0.0.1');
  const root = await app.getUrl();
  const runs = app.get(RunsService);
  const make = (rows) => runs.runToEnd({ pipeline: 'bench', input: { rows } });
  const begun = performance.now();
  const { run } = await make(ROWS);
  const seconds = (performance.now() - begun) / 1000;
  const { run: short } = await make(10);
  const url = `${root}/runs/${run.run_id}`;
  const small = `${root}/health/live`;
  say(`${repository}: ${run.summary.rows} rows, ${run.summary.bytes} bytes, made in ${seconds.toFixed(1)} s`);

  const { growth } = await growthDuring(() => measure(`${url}/runlog`, small));
  say(`  memory: ${growth.toFixed(0)} MB more while the first answer is sent`);
  const path = join(dataDir, 'answer.json');
  await saveResponse(`${url}/runlog`, path);
  const floor = await serveFile(path);
  const ours = [];
  const bare = [];
  for (let turn = 0; turn < TURNS; turn++) {
    ours.push(await measure(`${url}/runlog`, small));
    bare.push(await measure(floor.url, floor.small));
  }
  const [own, least] = [ours, bare].map((all) => median(all.map(({ total }) => total)));
  const [ownFirst, leastFirst] = [ours, bare].map((all) => median(all.map(({ first }) => first)));
  say(`  first byte: ${ownFirst.toFixed(1)} ms; bare: ${leastFirst.toFixed(1)} ms`);
  say(`  all of it: ${own.toFixed(0)} ms; bare: ${least.toFixed(0)} ms; ratio ${(own / least).toFixed(2)}`);
  say(`  page at the end: ${(await timeOf(`${url}/runlog?after_seq=${ROWS - 1_000}`)).toFixed(1)} ms`);
  const [large, little] = [await timeOf(url, 300), await timeOf(`${root}/runs/${short.run_id}`, 300)];
  say(
    `  GET /runs/{id}: ${large.toFixed(2)} ms; of ten rows ${little.toFixed(2)} ms; ratio ${(large / little).toFixed(2)}`,
  );
  floor.close();
  await app.close();
  await rm(dataDir, { recursive: true });
}

if (process.argv[2]) await readAnswer(process.argv[2], process.argv[3]);
else {
  const [{ model }] = cpus();
  say(
    `${cpus().length} cores, ${model}, Node ${process.version}; files in ${tmpdir()}; medians of ${TURNS} turns`,
  );
  for (const repository of ['sqlite', 'file']) await bench(repository);
}
