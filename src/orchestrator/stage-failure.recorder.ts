import { Injectable, Logger } from '@nestjs/common';
import { safeErrorText } from '../common/index.js';
import type { RunExecution } from './run-execution.js';
import type { JournalRow } from './run-journal.js';
import { StageNodeExecutionError, type StageFailure } from './stage.errors.js';

/** Records the failure of runs. */
@Injectable()
export class StageFailureRecorder {
  private readonly logger = new Logger(StageFailureRecorder.name);

  /** Makes the failure durable and returns its error, which also reports a failure to save it. */
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
