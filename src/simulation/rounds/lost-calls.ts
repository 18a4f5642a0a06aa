import { Injectable } from '@nestjs/common';
import { Handover } from '../../common/index.js';
import type { EmittedRow } from '../../orchestrator/index.js';

/**
 * The model's calls of attempts that have failed, whose rows were dropped with everything since the last checkpoint: the next
 * attempt writes them, so that the log has every call. What a process that dies has not written is lost.
 */
@Injectable()
export class LostCalls {
  private readonly rows = new Handover<readonly EmittedRow[]>();

  keep(runId: string, rows: readonly EmittedRow[]): void {
    if (rows.length > 0) this.rows.keep(runId, rows);
  }

  /** The calls of a run's attempts that have failed since its last checkpoint; they are forgotten here. */
  take(runId: string): readonly EmittedRow[] {
    return this.rows.take(runId) ?? [];
  }
}
