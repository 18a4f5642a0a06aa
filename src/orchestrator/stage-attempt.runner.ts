import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, safeErrorText, stopwatch, type Clock, type Stopwatch } from '../common/index.js';
import { AttemptContext, type AttemptSetup } from './attempt-context.js';
import { ATTEMPT_INTERCEPTOR, type AttemptEnd, type AttemptInterceptor } from './attempt-interceptor.js';
import { AttemptScope } from './attempt-scope.js';
import { injectFaults, type Fault } from './fault-injection.js';
import { RunStoppedError } from './run-stop.js';
import type { RegisteredStageNode } from './stage-node.registry.js';
import { StageContextError, StageTimeoutError } from './stage.errors.js';
import { StopSwitch } from './stop-switch.js';
import { TimeLimits, type TimeLimit } from './time-limits.js';

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
    private readonly limits: TimeLimits,
  ) {}

  /**
   * Resolves when the attempt is over, however it ended.
   * @param run stopped when the run is to stop
   * @throws what the journal threw, when rows could not be made durable
   */
  async run(
    node: RegisteredStageNode,
    setup: Omit<AttemptSetup, 'stop' | 'clock' | 'onProgress'>,
    faults: readonly Fault[],
    run: StopSwitch,
  ): Promise<AttemptResult> {
    const stop = new StopSwitch();
    let limit: TimeLimit | null = null;
    const context = new AttemptContext({
      stop,
      clock: this.clock,
      onProgress: () => limit?.restart(),
      ...setup,
    });
    const startedAt = this.clock.now();
    const elapsed = stopwatch(this.clock);
    let isOver = false;
    const { runId, pipeline, stageNode, attempt } = context;
    const fail = (error: Error) => {
      if (isOver) return false;
      stop.stop(error);
      return true;
    };
    const race = async () => {
      const unlink = run.onStop(() => stop.stop(run.reason));
      limit = this.limits.start(node.timeoutMs, () => stop.stop(new StageTimeoutError(node.timeoutMs)));
      const outcome = await this.race(node, context, faults, stop);
      isOver = true;
      limit.end();
      unlink();
      return outcome;
    };
    const outcome = await this.scope.run({ runId, pipeline, stageNode, attempt, fail }, () =>
      this.intercepted(context, elapsed, race),
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

  /** Resolves with whichever comes first: the end of the stage, or what stops it. */
  private race(
    node: RegisteredStageNode,
    context: AttemptContext,
    faults: readonly Fault[],
    stop: StopSwitch,
  ): Promise<AttemptOutcome> {
    return new Promise((resolve) => {
      let isCutOff = false;
      stop.onStop(() => {
        isCutOff = true;
        resolve({ error: stop.reason });
      });
      const end = (outcome: AttemptOutcome) => {
        if (isCutOff) this.logLateResult(outcome, context);
        else resolve(outcome);
      };
      this.work(node, context, faults).then(
        (state) => end({ state }),
        (error: unknown) => end({ error }),
      );
    });
  }

  private async work(
    node: RegisteredStageNode,
    context: AttemptContext,
    faults: readonly Fault[],
  ): Promise<string> {
    if (faults.length > 0) {
      const { signal, attempt } = context; // which is made only where somebody asks for it
      await injectFaults(faults, { stageNode: node.id, attempt, signal, clock: this.clock });
    }
    await node.handler.run(context);
    return context.stateText();
  }

  /** Logs that an attempt that was cut off has ended after all; this has no other effect. */
  private logLateResult(outcome: AttemptOutcome, { runId, stageNode, attempt }: AttemptContext): void {
    this.logger.warn({
      msg: `An attempt that was cut off ${'state' in outcome ? 'succeeded' : 'failed'} late`,
      run_id: runId,
      stage_node: stageNode,
      attempt,
    });
  }
}

function endOf(outcome: AttemptOutcome, durationMs: number): AttemptEnd {
  if ('state' in outcome) return { outcome: 'success', durationMs };
  const { error } = outcome;
  if (error instanceof RunStoppedError) {
    return { outcome: error.outcome === 'cancelled' ? 'cancelled' : 'interrupted', durationMs };
  }
  return { outcome: 'failed', durationMs, error: safeErrorText(error) };
}
