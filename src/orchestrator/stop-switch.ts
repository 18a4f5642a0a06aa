/**
 * Stops something once, for a reason. Its AbortSignal is made when somebody asks for it: to make one, and to listen to it,
 * costs more than anything else that an attempt of a short stage needs.
 */
export class StopSwitch {
  private stopped: { readonly reason: unknown } | null = null;
  private readonly listeners = new Set<() => void>();
  private controller: AbortController | null = null;

  /** Whether {@link stop} was called. */
  get isStopped(): boolean {
    return this.stopped !== null;
  }

  /** Why it was stopped; undefined while it is not. */
  get reason(): unknown {
    return this.stopped?.reason;
  }

  /** Aborts, with the same reason, when this is stopped. */
  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      if (this.stopped) this.controller.abort(this.stopped.reason);
    }
    return this.controller.signal;
  }

  /** Stops; further calls have no effect. */
  stop(reason: unknown): void {
    if (this.stopped) return;
    this.stopped = { reason };
    for (const listener of this.listeners) listener();
    this.listeners.clear();
    this.controller?.abort(reason);
  }

  /**
   * Calls back when this is stopped; at once when it is already.
   * @returns takes the listener away
   */
  onStop(listener: () => void): () => void {
    if (this.stopped) listener();
    else this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** @throws the reason, once this is stopped */
  throwIfStopped(): void {
    if (this.stopped) throw this.stopped.reason;
  }
}
