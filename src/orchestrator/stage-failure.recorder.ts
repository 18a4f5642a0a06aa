import { Injectable, Logger } from '@nestjs/common';
import { safeErrorText } from '../common/index.js';
import type { RunExecution } from './run-execution.js';
import type { JournalRow } from './run-journal.js';
import { StageNodeExecutionError, type StageFailure } from './stage.errors.js';

/** Ends runs that have failed. */
@Injectable()
export class StageFailureRecorder {
  private readonly logger = new Logger(StageFailureRecorder.name);

  /** Makes the failure durable, and gives the error for it; when that fails too, the error says so beside its own. */
  async record(failed: {
    readonly run: Pick<RunExecution, 'journal'>;
    readonly failure: StageFailure;
    readonly rows: readonly JournalRow[];
  }): Promise<StageNodeExecutionError> {
    const { run, failure, rows } = failed;
    const { stageNode, attempts: attempt, runId } = failure;
    const error = new StageNodeExecutionError(failure);
    try {
      await run.journal.append({ stageNode, attempt, rows, outcome: { status: 'failed', error } });
      return error;
    } catch (persistError) {
      this.logger.error({ msg: 'A failed run could not be saved', run_id: runId, err: persistError });
      return error.withPersistError(safeErrorText(persistError));
    }
  }
}
