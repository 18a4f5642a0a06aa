import { Injectable } from '@nestjs/common';
import type { EmittedRow } from '../../orchestrator/index.js';

/** Runs whose calls are remembered. */
const MOST_RUNS = 1_000;

/**
 * The model's calls of attempts that have failed, whose rows were dropped with everything since the last checkpoint: the next
 * attempt writes them, so that the log has every call. What a process that dies has not written is lost.
 */
@Injectable()
export class LostCalls {
  private readonly rows = new Map<string, readonly EmittedRow[]>();

  keep(runId: string, rows: readonly EmittedRow[]): void {
    if (rows.length === 0) return;
    this.rows.set(runId, rows);
    const [oldest] = this.rows.keys();
    if (this.rows.size > MOST_RUNS && oldest !== undefined) this.rows.delete(oldest);
  }

  /** The calls of a run's attempts that have failed since its last checkpoint; they are forgotten here. */
  take(runId: string): readonly EmittedRow[] {
    const rows = this.rows.get(runId) ?? [];
    this.rows.delete(runId);
    return rows;
  }
}
