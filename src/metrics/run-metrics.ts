import { hasEnded, type ObservedCommit, type RunObserver, type RunRecord } from '../runs/index.js';
import type { ServiceMetrics } from './service-metrics.js';

/** The rows that are counted. A model's calls are the rows of a pipeline that makes any. */
const COUNTED: ReadonlySet<string> = new Set(['stage_checkpoint', 'run_state', 'model_call']);

/** What is read of a counted row. */
interface CountedRow {
  readonly type: string;
  readonly node_id?: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly duration_ms?: number;
  readonly model?: string;
  readonly replayed?: boolean;
  readonly error_code?: string | null;
}

/** Counts what becomes durable, so that counts are those of the run logs. */
export class RunMetrics implements RunObserver {
  constructor(private readonly metrics: ServiceMetrics) {}

  onCommit({ before, run, rows, outcome, durationMs }: ObservedCommit): void {
    this.metrics.commits.inc({ outcome });
    this.metrics.commitDuration.observe(durationMs / 1_000);
    if (outcome !== 'success') return;
    if (before === null) return; // rows of an accepted run are its input, or copies
    for (const { type, json } of rows) {
      if (COUNTED.has(type)) this.count(run, JSON.parse(json) as CountedRow);
    }
    if (hasEnded(run.status) && !hasEnded(before.status)) this.countEnd(run);
  }

  private count({ pipeline }: RunRecord, row: CountedRow): void {
    if (row.type === 'stage_checkpoint') {
      const labels = { pipeline, stage_node: row.node_id ?? '', outcome: row.outcome ?? '' };
      this.metrics.attempts.inc(labels);
      this.metrics.attemptDuration.observe(labels, (row.duration_ms ?? 0) / 1_000);
    } else if (row.type === 'run_state') {
      if (row.reason === 'recovery') this.metrics.recoveries.inc();
    } else {
      this.metrics.modelCalls.inc({ model: row.model ?? '', outcome: outcomeOfCall(row) });
    }
  }

  private countEnd({ pipeline, status, duration_ms }: RunRecord): void {
    this.metrics.runs.inc({ pipeline, status });
    if (typeof duration_ms === 'number')
      this.metrics.runDuration.observe({ pipeline, status }, duration_ms / 1_000);
  }
}

function outcomeOfCall({ replayed, error_code }: CountedRow): string {
  if (error_code) return 'failed';
  return replayed ? 'replayed' : 'success';
}
