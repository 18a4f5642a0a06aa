import { Module } from '@nestjs/common';
import { OrchestratorModule } from '../orchestrator/index.js';
import { RUN_QUEUE, RUN_WORKER, RunsModule } from '../runs/index.js';
import { ActiveRuns } from './active-runs.js';
import { ClockContinuation } from './clock-continuation.js';
import { InlineRunQueue } from './inline/inline-run-queue.js';
import { InlineRunWorker } from './inline/inline-run-worker.js';
import { LeaseKeeper } from './lease-keeper.js';
import { OrphanRuns } from './orphan-runs.js';
import { RunExecutor } from './run-executor.js';
import { RunOutcomes } from './run-outcomes.js';
import { RunRecovery } from './run-recovery.js';
import { UnhandledErrors } from './unhandled-errors.js';

/** Executes runs in this process, keeps their leases, and recovers those whose process died. */
@Module({
  imports: [OrchestratorModule, RunsModule],
  providers: [
    RunOutcomes,
    RunExecutor,
    ActiveRuns,
    InlineRunQueue,
    InlineRunWorker,
    { provide: RUN_QUEUE, useExisting: InlineRunQueue },
    { provide: RUN_WORKER, useExisting: InlineRunWorker },
    RunRecovery,
    OrphanRuns,
    LeaseKeeper,
    ClockContinuation,
    UnhandledErrors,
  ],
  exports: [RUN_QUEUE, RUN_WORKER, UnhandledErrors],
})
export class ExecutionModule {}
