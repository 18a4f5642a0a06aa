// Measures GET /runs with 100,000 runs in the store, over HTTP on loopback: the first page, a page behind a cursor, and
// a page of each filter, on SQLite and on files; once while nothing is written, and once with a run stored before each
// request. Needs a build: `npm run bench:lists [runs]`.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, openRunRepository, RUN_REPOSITORY } from '../../dist/index.js';

const RUNS = Number(process.argv[2] ?? 100_000);
const REQUESTS = 200;
const WARM_UP = 20;
/** Runs that are stored at a time. */
const IN_FLIGHT = 500;
const FIRST_MS = Date.UTC(2026, 0, 1);
/** Most runs of a service were made with the same packs. */
const FINGERPRINT = `sha256:${'5e'.repeat(32)}`;
const THREADS = ['visible', 'hidden', 'locked', 'ghost', 'sanctioned'];

const timeOf = (index) => new Date(FIRST_MS + index * 1_000).toISOString();

/** An ended run without rows; each filter fits a share of them. */
function runOf(index) {
  const created_at = timeOf(index);
  const time = (FIRST_MS + index * 1_000).toString(16).padStart(12, '0');
  const isFailed = index % 10 === 0;
  return {
    run_id: `run-${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${index.toString(16).padStart(12, '0')}`,
    pipeline: index % 4 === 0 ? 'other' : 'simulation',
    status: isFailed ? 'failed' : 'succeeded',
    created_at,
    started_at: created_at,
    ended_at: created_at,
    random_seed: `bench-${index}`,
    max_stage_retries: 1,
    current_stage: null,
    next_retry_at: null,
    forked_from: null,
    error: null,
    title: null,
    attributes: {
      seed_id: `seed-${index % 1_000}`,
      board_id: `B0${index % 7}`,
      zone_id: 'Z01',
      pack_fingerprint: FINGERPRINT,
      ...(!isFailed && { thread_status: THREADS[index % THREADS.length] }),
      total_reports: 3,
      rounds_run: 3,
      report_gate_pass: true,
    },
    summary: {
      row_counts: {},
      rows: 0,
      bytes: 0,
      first_at: null,
      last_at: null,
      stage: { retry_count: 0, failure_count: 0, max_attempts: 0, nodes: [] },
    },
  };
}

function store(repository, index) {
  const request = { input: {}, max_stage_retries: null, faults: [] };
  return repository.create({
    run: runOf(index),
    request,
    rows: [],
    lease: { owner: 'bench', until: timeOf(0) },
  });
}

async function fill(config) {
  const repository = await openRunRepository(config);
  for (let from = 0; from < RUNS; from += IN_FLIGHT) {
    const indexes = Array.from({ length: Math.min(IN_FLIGHT, RUNS - from) }, (_, index) => from + index);
    await Promise.all(indexes.map((index) => store(repository, index)));
  }
  await repository.close();
}

async function get(url) {
  const started = performance.now();
  const response = await fetch(url);
  const body = await response.json();
  if (response.status !== 200) throw new Error(`GET ${url} answered ${response.status}`);
  return { ms: performance.now() - started, body };
}

/** @param before is awaited before each request, and not measured */
async function measure(url, before) {
  for (let index = 0; index < WARM_UP; index++) await get(url);
  const times = [];
  for (let index = 0; index < REQUESTS; index++) {
    await before();
    times.push((await get(url)).ms);
  }
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor((REQUESTS - 1) * 0.5)], p99: times[Math.floor((REQUESTS - 1) * 0.99)] };
}

/** The queries to measure: what each shows, and its text. */
async function queriesOf(url) {
  const { body } = await get(`${url}/runs?limit=20`);
  const cursor = `cursor=${encodeURIComponent(body.next_cursor)}`;
  const middle = encodeURIComponent(timeOf(Math.floor(RUNS / 2)));
  const filters = [
    ['status=failed'],
    ['status=succeeded'],
    ['status=running'],
    ['thread_status=locked'],
    ['seed_id=seed-7'],
    ['board_id=B03'],
    ['pipeline=other'],
    ['pack_fingerprint of all runs', `pack_fingerprint=${encodeURIComponent(FINGERPRINT)}`],
    ['created_after the middle', `created_after=${middle}`],
    ['created_before the middle', `created_before=${middle}`],
    ['status=succeeded&board_id=B03'],
  ].map(([name, query = name]) => [name, query]);
  const further = filters.map(([name, query]) => [`${name}, cursor`, `${query}&${cursor}`]);
  return [['first page', ''], ['cursor', cursor], ['offset=10000', 'offset=10000'], ...filters, ...further];
}

const said = ({ p50, p99 }) => `median ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
const seconds = (ms) => (ms / 1000).toFixed(1);
const say = (line) => process.stdout.write(`${line}\n`);
const [{ model }] = cpus();
say(`${cpus().length} cores, ${model}, Node ${process.version}; files in ${tmpdir()}`);
say(`${RUNS} runs; GET /runs?limit=20, ${REQUESTS} requests one after another for each query`);

for (const adapter of ['sqlite', 'file']) {
  const dataDir = await mkdtemp(join(tmpdir(), 'dream-bench-'));
  Object.assign(process.env, { DATA_DIR: dataDir, LOG_LEVEL: 'error', RUN_REPOSITORY: adapter });
  try {
    const filling = performance.now();
    await fill({ RUN_REPOSITORY: adapter, DATA_DIR: dataDir });
    const opening = performance.now();
    const app = await createApp();
    await app.listen(0, '127.0.0.1');
    const opened = performance.now();
    say(`${adapter}: filled in ${seconds(opening - filling)} s, opened in ${seconds(opened - opening)} s`);
    const url = await app.getUrl();
    const repository = app.get(RUN_REPOSITORY);
    let next = RUNS;
    for (const [name, query] of await queriesOf(url)) {
      const path = `${url}/runs?limit=20&${query}`;
      const quiet = await measure(path, () => undefined);
      const written = await measure(path, () => store(repository, next++));
      say(`  ${name}: ${said(quiet)}; after a write ${said(written)}`);
    }
    await app.close();
  } finally {
    await rm(dataDir, { recursive: true });
  }
}
