import { runQuery, queryClient } from '../api/queries.js';
import { isFinal } from '../api/problem.js';
import type { Row, Run } from '../api/types.js';
import { readEvents } from './read-events.js';

/** How the connection to a run that goes on is. */
export type LiveState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly retryAt: number; readonly reason: string };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;
const IDLE: LiveState = { kind: 'idle' };

/** The events of one run, shared by everything on the page that shows it. */
export class RunStream {
  private state: LiveState = IDLE;
  private lastSeq = 0;
  private abort: AbortController | null = null;
  private wake: (() => void) | null = null;
  private readonly rowListeners = new Set<(row: Row) => void>();
  private readonly gapListeners = new Set<() => void>();
  private readonly stateListeners = new Set<() => void>();

  constructor(private readonly runId: string) {}

  readonly getState = (): LiveState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  /** Calls back for each row that comes in from now on. */
  onRow(listener: (row: Row) => void): () => void {
    this.rowListeners.add(listener);
    return () => this.rowListeners.delete(listener);
  }

  /** Calls back when rows may have been passed over, which whoever shows them has to ask for. */
  onGap(listener: () => void): () => void {
    this.gapListeners.add(listener);
    return () => this.gapListeners.delete(listener);
  }

  /**
   * Follows the run, unless that is being done.
   * @param afterSeq the first row that comes in is the one after this
   */
  start(afterSeq: number): void {
    if (this.abort) return;
    this.lastSeq = Math.max(this.lastSeq, afterSeq);
    for (const listener of this.gapListeners) listener(); // a run that was resumed has rows that nobody has seen yet
    this.abort = new AbortController();
    void this.follow(this.abort.signal);
  }

  /** Follows it no more; what it has not told is asked for. */
  stop(): void {
    this.abort?.abort();
    this.abort = null;
    this.set(IDLE);
    for (const listener of this.gapListeners) listener();
  }

  /** Tries again at once. */
  retry(): void {
    this.wake?.();
  }

  private async follow(signal: AbortSignal): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!signal.aborted) {
      this.set({ kind: 'connecting' });
      const reason = await this.followOnce(signal, () => (wait = FIRST_WAIT_MS));
      if (signal.aborted) return;
      if (reason === null) return this.stop();
      const pause = wait * (0.5 + Math.random() / 2);
      this.set({ kind: 'lost', retryAt: Date.now() + pause, reason });
      await this.pause(pause, signal);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  /** @returns why the connection was lost; null when there is nothing to follow any more */
  private async followOnce(signal: AbortSignal, onOpen: () => void): Promise<string | null> {
    try {
      const hasEnded = await readEvents(
        this.runId,
        this.lastSeq,
        {
          opened: () => {
            onOpen();
            this.set({ kind: 'live' });
          },
          row: (row) => this.take(row),
          ended: (run) => this.end(run),
        },
        signal,
      );
      return hasEnded ? null : 'The connection was closed.';
    } catch (error) {
      if (isFinal(error)) {
        void queryClient.invalidateQueries({ queryKey: runQuery(this.runId).queryKey });
        return null;
      }
      return error instanceof Error ? error.message : String(error);
    }
  }

  private take(row: Row): void {
    if (row.seq <= this.lastSeq) return;
    this.lastSeq = row.seq;
    for (const listener of this.rowListeners) listener(row);
  }

  private end(run: Run | null): void {
    const { queryKey } = runQuery(this.runId);
    if (run) queryClient.setQueryData(queryKey, (known) => ({ ...known, ...run }));
    void queryClient.invalidateQueries({ queryKey });
  }

  private set(state: LiveState): void {
    this.state = state;
    for (const listener of this.stateListeners) listener();
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      this.wake = end;
      signal.addEventListener('abort', end, { once: true });
      globalThis.addEventListener('online', end, { once: true });
    });
    this.wake = null;
  }
}

const streams = new Map<string, RunStream>();

/** The stream of a run; it does nothing until it is started. */
export function streamOf(runId: string): RunStream {
  let stream = streams.get(runId);
  if (!stream) streams.set(runId, (stream = new RunStream(runId)));
  return stream;
}
