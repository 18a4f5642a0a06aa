/** Counts further tries over all nodes of a run. */
export class RetryBudget {
  /** @param left further tries that are left; null is without a bound */
  constructor(public left: number | null) {}

  take(): void {
    if (this.left !== null) this.left -= 1;
  }
}
