import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, safeErrorText, stopwatch, type Clock, type Stopwatch } from '../common/index.js';
import { AttemptContext, type AttemptSetup } from './attempt-context.js';
import { ATTEMPT_INTERCEPTOR, type AttemptEnd, type AttemptInterceptor } from './attempt-interceptor.js';
import { AttemptScope } from './attempt-scope.js';
import { injectFaults, type Fault } from './fault-injection.js';
import { RunStoppedError } from './run-stop.js';
import type { RegisteredStageNode } from './stage-node.registry.js';
import { StageContextError } from './stage.errors.js';
import { StageTimer } from './stage-timer.js';

/** How one attempt ended. */
export interface AttemptResult {
  readonly context: AttemptContext;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Measured monotonically: setting the wall clock does not change it. */
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
}

/** The state after a successful attempt, as JSON text, or the error. */
export type AttemptOutcome = { readonly state: string } | { readonly error: unknown };

/** Runs one attempt of a stage node until it ends, times out, or its run is stopped. */
@Injectable()
export class StageAttemptRunner {
  private readonly logger = new Logger(StageAttemptRunner.name);

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ATTEMPT_INTERCEPTOR) private readonly interceptor: AttemptInterceptor,
    private readonly scope: AttemptScope,
  ) {}

  /**
   * Resolves when the attempt is over, however it ended.
   * @param run aborts when the run is to stop
   * @throws what the journal threw, when rows could not be made durable
   */
  async run(
    node: RegisteredStageNode,
    setup: Omit<AttemptSetup, 'signal' | 'clock' | 'onProgress'>,
    faults: readonly Fault[],
    run: AbortSignal,
  ): Promise<AttemptResult> {
    const stage = new AbortController();
    const timer = new StageTimer(this.clock, node.timeoutMs, stage);
    const context = new AttemptContext({
      ...setup,
      signal: stage.signal,
      clock: this.clock,
      onProgress: () => timer.restart(),
    });
    const startedAt = this.clock.now();
    const elapsed = stopwatch(this.clock);
    let isOver = false;
    const { runId, pipeline, stageNode, attempt } = context;
    const fail = (error: Error) => {
      if (isOver) return false;
      stage.abort(error);
      return true;
    };
    const outcome = await this.scope.run({ runId, pipeline, stageNode, attempt, fail }, () =>
      this.intercepted(context, elapsed, () =>
        this.race(node, context, faults, { stage, run, timer }).finally(() => (isOver = true)),
      ),
    );
    isOver = true; // also if the interceptor did not make the attempt
    const closed = context.close();
    if ('error' in outcome) await closed; // after a success, the entry that ends the node follows the checkpoint
    if (context.journalError !== undefined) throw context.journalError;
    return { context, startedAt, endedAt: this.clock.now(), durationMs: elapsed(), outcome };
  }

  /** Runs the attempt inside the interceptor, whose failure after the attempt does not change the outcome. */
  private async intercepted(
    { runId, pipeline, stageNode, attempt }: AttemptContext,
    elapsed: Stopwatch,
    race: () => Promise<AttemptOutcome>,
  ): Promise<AttemptOutcome> {
    const info = { runId, pipeline, stageNode, attempt };
    let outcome: AttemptOutcome | undefined;
    try {
      await this.interceptor.around(info, async () => {
        outcome = await race();
        return endOf(outcome, elapsed());
      });
    } catch (error) {
      if (outcome === undefined) return { error };
      this.logger.error({
        msg: 'The attempt interceptor failed',
        run_id: runId,
        stage_node: stageNode,
        err: error,
      });
    }
    return outcome ?? { error: new StageContextError('The attempt interceptor did not make the attempt.') };
  }

  /** Resolves with whichever comes first: the stage's end, its timeout, or the end of the run. */
  private async race(
    node: RegisteredStageNode,
    context: AttemptContext,
    faults: readonly Fault[],
    { stage, run, timer }: { stage: AbortController; run: AbortSignal; timer: StageTimer },
  ): Promise<AttemptOutcome> {
    const stop = () => stage.abort(run.reason);
    if (run.aborted) stop();
    run.addEventListener('abort', stop, { once: true });
    const cutOff = aborted(stage.signal);
    timer.start();
    const work = this.work(node, context, faults).then(
      (state) => ({ state }),
      (error: unknown) => ({ error }),
    );
    const outcome = await Promise.race([work, cutOff.promise]);
    timer.end();
    run.removeEventListener('abort', stop);
    if (outcome === cutOff.outcome) this.watchLateResult(work, context);
    return outcome;
  }

  private async work(
    node: RegisteredStageNode,
    context: AttemptContext,
    faults: readonly Fault[],
  ): Promise<string> {
    const { signal, attempt } = context;
    if (faults.length > 0)
      await injectFaults(faults, { stageNode: node.id, attempt, signal, clock: this.clock });
    await node.handler.run(context);
    return context.stateText();
  }

  /** Logs when an attempt that was cut off ends after all; this has no other effect. */
  private watchLateResult(
    work: Promise<AttemptOutcome>,
    { runId, stageNode, attempt }: AttemptContext,
  ): void {
    void work.then((outcome) =>
      this.logger.warn({
        msg: `An attempt that was cut off ${'state' in outcome ? 'succeeded' : 'failed'} late`,
        run_id: runId,
        stage_node: stageNode,
        attempt,
      }),
    );
  }
}

/** The outcome of an attempt whose signal aborts. */
function aborted(signal: AbortSignal): {
  readonly outcome: AttemptOutcome;
  readonly promise: Promise<AttemptOutcome>;
} {
  const outcome: { error: unknown } = { error: null };
  const promise = new Promise<AttemptOutcome>((resolve) => {
    const end = () => {
      outcome.error = signal.reason;
      resolve(outcome);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  return { outcome, promise };
}

function endOf(outcome: AttemptOutcome, durationMs: number): AttemptEnd {
  if ('state' in outcome) return { outcome: 'success', durationMs };
  const { error } = outcome;
  if (error instanceof RunStoppedError) {
    return { outcome: error.outcome === 'cancelled' ? 'cancelled' : 'interrupted', durationMs };
  }
  return { outcome: 'failed', durationMs, error: safeErrorText(error) };
}
