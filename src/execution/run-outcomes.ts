import { Injectable } from '@nestjs/common';
import type { RunOutcome } from '../runs/index.js';

interface Expected {
  readonly outcome: Promise<RunOutcome>;
  readonly settle: (outcome: RunOutcome) => void;
}

/** The ends of the runs that are executed or wait in this process. */
@Injectable()
export class RunOutcomes {
  private readonly expected = new Map<string, Expected>();

  /** Expects the end of a run, from now on. */
  expect(runId: string): void {
    let settle: Expected['settle'] | undefined;
    const outcome = new Promise<RunOutcome>((resolve) => (settle = resolve));
    if (settle) this.expected.set(runId, { outcome, settle });
  }

  /** The end of a run; undefined when none is expected here. */
  of(runId: string): Promise<RunOutcome> | undefined {
    return this.expected.get(runId)?.outcome;
  }

  /** A run has ended, or this process has nothing to do with it any more. */
  settle(runId: string, outcome: RunOutcome): void {
    this.expected.get(runId)?.settle(outcome);
    this.expected.delete(runId);
  }
}
