/** Counts the retries of all nodes of a run. */
export class RetryBudget {
  /** @param left retries left; null means unlimited */
  constructor(public left: number | null) {}

  take(): void {
    if (this.left !== null) this.left -= 1;
  }
}
