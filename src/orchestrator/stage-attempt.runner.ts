import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import { AttemptContext, type AttemptSetup } from './attempt-context.js';
import { injectFaults, type Fault } from './fault-injection.js';
import type { RegisteredStageNode } from './stage-node.registry.js';
import { StageTimeoutError } from './stage.errors.js';

/** How one attempt ended. */
export interface AttemptResult {
  readonly context: AttemptContext;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly outcome: AttemptOutcome;
}

/** The state that a successful attempt left, as JSON text, or what went wrong. */
export type AttemptOutcome = { readonly state: string } | { readonly error: unknown };

/** Runs one attempt of a stage node, within its time. */
@Injectable()
export class StageAttemptRunner {
  private readonly logger = new Logger(StageAttemptRunner.name);

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /**
   * Resolves when the attempt is over, however it ended.
   * @throws what the journal threw, when rows could not be made durable
   */
  async run(
    node: RegisteredStageNode,
    setup: Omit<AttemptSetup, 'signal' | 'clock'>,
    faults: readonly Fault[],
  ): Promise<AttemptResult> {
    const timeout = new AbortController();
    const timer = new AbortController();
    const context = new AttemptContext({ ...setup, signal: timeout.signal, clock: this.clock });
    const startedAt = this.clock.now();
    const work = this.work(node, context, faults);
    const outcome = await Promise.race([work, this.timeOut(node.timeoutMs, timeout, timer.signal)]).then(
      (state) => ({ state }),
      (error: unknown) => ({ error }),
    );
    timer.abort();
    await context.close();
    if (timeout.signal.aborted) this.watchLateResult(work, context);
    if (context.journalError !== undefined) throw context.journalError;
    return { context, startedAt, endedAt: this.clock.now(), outcome };
  }

  private async work(
    node: RegisteredStageNode,
    context: AttemptContext,
    faults: readonly Fault[],
  ): Promise<string> {
    const { signal, attempt } = context;
    await injectFaults(faults, { stageNode: node.id, attempt, signal, clock: this.clock });
    await node.handler.run(context);
    return JSON.stringify(context.state);
  }

  /** Rejects when the time is over, after telling the stage; never settles when the attempt ends before. */
  private async timeOut(timeoutMs: number, stage: AbortController, stop: AbortSignal): Promise<never> {
    const inTime = await this.clock.sleep(timeoutMs, stop).then(
      () => false,
      () => true,
    );
    if (inTime) return new Promise(() => undefined);
    const error = new StageTimeoutError(timeoutMs);
    stage.abort(error);
    throw error;
  }

  /** An attempt whose time was over may still end: that changes nothing, but it is worth a line. */
  private watchLateResult(work: Promise<string>, { runId, stageNode, attempt }: AttemptContext): void {
    const note = (how: string) =>
      this.logger.warn({
        msg: `A timed-out attempt ${how} late`,
        run_id: runId,
        stage_node: stageNode,
        attempt,
      });
    work.then(
      () => note('succeeded'),
      () => note('failed'),
    );
  }
}
