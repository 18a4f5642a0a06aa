import { Module, type FactoryProvider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { OrchestratorModule } from '../orchestrator/index.js';
import { RUN_QUEUE, RUN_WORKER, RunsModule, type RunQueue } from '../runs/index.js';
import { ActiveRuns } from './active-runs.js';
import { CancelWatch } from './cancel-watch.js';
import { AnnouncedRuns } from './bullmq/announced-runs.js';
import { ClockContinuation } from './clock-continuation.js';
import { InlineRunQueue } from './inline/inline-run-queue.js';
import { InlineRunWorker } from './inline/inline-run-worker.js';
import { LeaseKeeper } from './lease-keeper.js';
import { QUEUE_OPTIONS, executesRuns, type QueueOptions } from './queue.options.js';
import { OrphanRuns } from './orphan-runs.js';
import { RunExecutor } from './run-executor.js';
import { RunOutcomes } from './run-outcomes.js';
import { RunRecovery } from './run-recovery.js';
import { UnhandledErrors } from './unhandled-errors.js';

/** The queue that the options name. BullMQ is loaded only where it is used. */
const QUEUE: FactoryProvider<RunQueue> = {
  provide: RUN_QUEUE,
  inject: [QUEUE_OPTIONS, InlineRunQueue, ModuleRef],
  useFactory: async (options: QueueOptions, inline: InlineRunQueue, module: ModuleRef) => {
    if (options.kind === 'inline') return inline;
    const { BullmqRunQueue } = await import('./bullmq/bullmq-run-queue.js');
    return module.create(BullmqRunQueue);
  },
};

/** Takes runs from a shared queue; null where there is none, or this process executes no runs. */
const TAKER: FactoryProvider<object | null> = {
  provide: Symbol('RUN_TAKER'),
  inject: [QUEUE_OPTIONS, RUN_QUEUE, ModuleRef],
  useFactory: async (options: QueueOptions, _queue: RunQueue, module: ModuleRef) => {
    if (options.kind === 'inline' || !executesRuns(options)) return null;
    const { BullmqRunTaker } = await import('./bullmq/bullmq-run-taker.js');
    return module.create(BullmqRunTaker);
  },
};

/** Executes runs in this process, keeps their leases, and recovers those whose process died. */
@Module({
  imports: [OrchestratorModule, RunsModule],
  providers: [
    RunOutcomes,
    RunExecutor,
    ActiveRuns,
    InlineRunQueue,
    InlineRunWorker,
    QUEUE,
    TAKER,
    AnnouncedRuns,
    { provide: RUN_WORKER, useExisting: InlineRunWorker },
    RunRecovery,
    OrphanRuns,
    LeaseKeeper,
    CancelWatch,
    ClockContinuation,
    UnhandledErrors,
  ],
  exports: [RUN_QUEUE, RUN_WORKER, UnhandledErrors],
})
export class ExecutionModule {}
