import { Injectable, Logger } from '@nestjs/common';
import type { RunAttributes } from './domain/attributes.js';
import type { RunOutcome } from './domain/run-outcome.js';
import type { RunRecord } from './domain/run.js';
import type { LeasedRun } from './ports/leased-run.js';
import type { RunlogRow } from './ports/run-log-store.js';
import { RunConflictError } from './run.errors.js';

/** What becomes durable of a run at once. */
interface RunChange {
  /** The run as it was stored before; null when it is new. */
  readonly before: RunRecord | null;
  readonly run: RunRecord;
  /** The further rows of its log. */
  readonly rows: readonly RunlogRow[];
}

/** A commit that the store has made, or has refused. */
export interface ObservedCommit extends RunChange {
  /** `conflict`: another process has taken the run; `failed`: the store could not write. */
  readonly outcome: 'success' | 'conflict' | 'failed';
  readonly durationMs: number;
}

/** Executes a run that is stored with further attributes. */
export type Execution = (attributes?: RunAttributes) => Promise<RunOutcome>;

/** Watches the runs of this process, for metrics and traces. What it throws is logged, and has no other effect. */
export interface RunObserver {
  /** Called after each commit, in the order of a run's commits. Must return at once. */
  onCommit?(commit: ObservedCommit): void;
  /**
   * Attributes that are stored with a run that is being accepted, beside those that its pipeline declares. Those with
   * names that begin with HIDDEN_ATTRIBUTE are never shown, and forks do not have them.
   */
  attributesOfNewRun?(): RunAttributes;
  /**
   * Called around each execution of a run: its first, and each one after a resume or a recovery.
   * @param execute executes the run; never rejects, and has to be called once. The attributes that it is given are stored
   *   with the run's next commit, and never shown
   */
  aroundExecution?(leased: LeasedRun, execute: Execution): Promise<RunOutcome>;
}

/** Tells observers what happens to the runs of this process. Costs nothing where there are none. */
@Injectable()
export class RunObservers {
  private readonly logger = new Logger(RunObservers.name);
  private readonly observers = new Set<RunObserver>();

  /** @returns ends the observation */
  add(observer: RunObserver): () => void {
    this.observers.add(observer);
    return () => void this.observers.delete(observer);
  }

  /**
   * Makes a commit, and tells of it.
   * @throws what `write` throws
   */
  async commit(change: RunChange, write: () => Promise<void>): Promise<void> {
    if (this.observers.size === 0) return write();
    const startedAt = performance.now();
    let outcome: ObservedCommit['outcome'] = 'success';
    try {
      await write();
    } catch (error) {
      outcome = error instanceof RunConflictError ? 'conflict' : 'failed';
      throw error;
    } finally {
      const commit = { outcome, durationMs: performance.now() - startedAt, ...change };
      this.each((observer) => observer.onCommit?.(commit));
    }
  }

  /** What the observers want to be stored with a run that is being accepted. */
  attributesOfNewRun(): RunAttributes {
    const attributes = {};
    this.each((observer) => Object.assign(attributes, observer.attributesOfNewRun?.()));
    return attributes;
  }

  /** Executes a run within what the observers put around it. */
  execution(leased: LeasedRun, execute: Execution): Promise<RunOutcome> {
    let around = execute;
    for (const observer of this.observers) {
      const inner = around;
      if (observer.aroundExecution) around = (outer) => this.around(observer, leased, inner, outer);
    }
    return around();
  }

  /** An observer that fails does not keep the run from its execution, nor change how that has ended. */
  private async around(
    observer: RunObserver,
    leased: LeasedRun,
    execute: Execution,
    outer: RunAttributes | undefined,
  ): Promise<RunOutcome> {
    let execution: Promise<RunOutcome> | undefined;
    const once: Execution = (own) => (execution ??= execute({ ...outer, ...own }));
    try {
      await observer.aroundExecution?.(leased, once);
    } catch (error) {
      this.logFailure(error);
    }
    return once();
  }

  private each(tell: (observer: RunObserver) => void): void {
    for (const observer of this.observers) {
      try {
        tell(observer);
      } catch (error) {
        this.logFailure(error);
      }
    }
  }

  private logFailure(error: unknown): void {
    this.logger.error({ msg: 'An observer of runs failed', err: error });
  }
}
