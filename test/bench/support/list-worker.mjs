// Stores ended runs without rows. Argument: the folder of a built checkout.
import { importBuilt } from './built.mjs';
import { serveCalls } from './worker.mjs';

/** Runs that are stored at a time. */
const IN_FLIGHT = 500;
const FIRST_MS = Date.UTC(2026, 0, 1);
/** Most runs of a service were made with the same packs. */
const FINGERPRINT = '5e'.repeat(32);
const THREADS = ['visible', 'hidden', 'locked', 'ghost', 'sanctioned'];

const built = await importBuilt(process.argv[2]);

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
  const lease = { owner: 'bench', until: timeOf(0) };
  return repository.create({ run: runOf(index), request, rows: [], lease });
}

/** Stores the runs with the indexes `from` to `to - 1`, and closes the store. */
async function fill(from, to) {
  const app = await built.createApp();
  await app.init();
  const repository = app.get(built.RUN_REPOSITORY);
  for (let first = from; first < to; first += IN_FLIGHT) {
    const count = Math.min(IN_FLIGHT, to - first);
    await Promise.all(Array.from({ length: count }, (_, index) => store(repository, first + index)));
  }
  await app.close();
}

serveCalls({ fill });
