/** Runs that are remembered: what is kept of one is soon taken. */
const MOST_RUNS = 1_000;

/** Hands something of a run on to what comes later in it, in the same process: it is taken once, or forgotten. */
export class Handover<Value> {
  private readonly kept = new Map<string, Value>();

  keep(runId: string, value: Value): void {
    this.kept.set(runId, value);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_RUNS && oldest !== undefined) this.kept.delete(oldest);
  }

  /** What was kept last of a run; undefined where nothing is. It is forgotten here. */
  take(runId: string): Value | undefined {
    const value = this.kept.get(runId);
    this.kept.delete(runId);
    return value;
  }
}
