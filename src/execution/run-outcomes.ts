import { Injectable } from '@nestjs/common';
import type { RunOutcome } from '../runs/index.js';

interface Expected {
  readonly outcome: Promise<RunOutcome>;
  readonly settle: (outcome: RunOutcome) => void;
}

/** The outcomes of the runs that are executed or waiting in this process. */
@Injectable()
export class RunOutcomes {
  private readonly expected = new Map<string, Expected>();

  /** Starts to expect the outcome of a run; one that is expected already stays so, for those who wait for it. */
  expect(runId: string): void {
    if (this.expected.has(runId)) return;
    let settle: Expected['settle'] | undefined;
    const outcome = new Promise<RunOutcome>((resolve) => (settle = resolve));
    if (settle) this.expected.set(runId, { outcome, settle });
  }

  /** The outcome of a run; undefined when none is expected here. */
  of(runId: string): Promise<RunOutcome> | undefined {
    return this.expected.get(runId)?.outcome;
  }

  /** Resolves the expected outcome: the run has ended, or has left this process. */
  settle(runId: string, outcome: RunOutcome): void {
    this.expected.get(runId)?.settle(outcome);
    this.expected.delete(runId);
  }
}
