import { within, type Clock } from '../common/index.js';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What gauges show at the moment of a scrape. */
interface GaugeSources {
  readonly activeRuns: () => number;
  readonly queuedRuns: () => number | Promise<number>;
  readonly eventStreams: () => number;
}

/** How long a scrape waits for one of its gauges, in milliseconds. */
const SCRAPE_MS = 1_000;

/** From 5 ms, what a small pipeline takes, to the usual time limit of a run; in seconds. */
const RUN_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180, 600];
const ATTEMPT_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const COMMIT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const REQUEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The metrics of this process about runs and requests. Durations are in seconds; no label is a run's id. */
export class ServiceMetrics {
  readonly registry = new Registry();
  readonly runs = this.counter('dream_runs_total', 'Runs that have ended here.', ['pipeline', 'status']);
  readonly runDuration = this.histogram(
    'dream_run_duration_seconds',
    'From the start of a run to its end.',
    ['pipeline', 'status'],
    RUN_BUCKETS,
  );
  readonly attempts = this.counter('dream_stage_attempts_total', 'Attempts of stage nodes.', [
    'pipeline',
    'stage_node',
    'outcome',
  ]);
  readonly attemptDuration = this.histogram(
    'dream_stage_attempt_duration_seconds',
    'How long attempts of stage nodes took.',
    ['pipeline', 'stage_node', 'outcome'],
    ATTEMPT_BUCKETS,
  );
  readonly commits = this.counter('dream_store_commits_total', 'Commits of runs and rows to the store.', [
    'outcome',
  ]);
  readonly commitDuration = this.histogram(
    'dream_store_commit_duration_seconds',
    'From the request of a commit to its durability, waits included.',
    [],
    COMMIT_BUCKETS,
  );
  readonly requestDuration = this.histogram(
    'dream_http_request_duration_seconds',
    'From the head of a request to the end of its answer; event streams are left out.',
    ['method', 'route', 'status'],
    REQUEST_BUCKETS,
  );
  readonly recoveries = this.counter(
    'dream_recoveries_total',
    'Runs of dead processes that were taken up here.',
    [],
  );
  readonly modelCalls = this.counter('dream_model_calls_total', 'Calls of language models.', [
    'model',
    'outcome',
  ]);

  constructor(
    { activeRuns, queuedRuns, eventStreams }: GaugeSources,
    private readonly clock: Clock,
  ) {
    this.gauge('dream_runs_active', 'Runs that are executed here now.', activeRuns);
    this.gauge(
      'dream_runs_queued',
      'Runs that wait for their turn; in a queue between processes, of all of them.',
      queuedRuns,
    );
    this.gauge('dream_event_streams', 'Open event streams.', eventStreams);
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    buckets: number[],
  ): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }

  private gauge(name: string, help: string, read: () => number | Promise<number>): void {
    const { clock } = this;
    const gauge = new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        this.set(await numberOf(read, clock));
      },
    });
    this.registry.registerMetric(gauge);
  }
}

/** Not a number when it cannot be read now, or not in time: the other metrics are wanted all the more then. */
async function numberOf(read: () => number | Promise<number>, clock: Clock): Promise<number> {
  try {
    return (await within(SCRAPE_MS, Promise.resolve(read()), clock)) ?? Number.NaN;
  } catch {
    return Number.NaN; // whoever needs the store reports that it fails
  }
}
