/** What has happened to a run, whichever process did it. */
export interface RunNews {
  /**
   * `written`: it has further rows, or its record is another; `ended`: so it is, and it has ended, or is gone; `cancel`: somebody
   * asked for it to be cancelled; `missed`: news may have been missed, of any run.
   */
  readonly kind: 'written' | 'ended' | 'cancel' | 'missed';
  /** Empty for `missed`. */
  readonly runId: string;
}

/**
 * Tells what becomes of runs as soon as it is durable. News are hints: they may come late, twice, or not at all, and whoever
 * waits for one looks at the store now and then all the same.
 */
export interface RunNewsSource {
  /**
   * @param listener must not throw
   * @returns ends it
   */
  listen(listener: (news: RunNews) => void): () => void;
}
