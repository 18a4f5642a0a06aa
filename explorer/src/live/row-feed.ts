import { request } from '../api/client.js';
import type { Row } from '../api/types.js';
import type { RunStream } from './run-stream.js';

/** Rows of a request: the first ones are to be there soon. */
const FIRST_PAGE = 400;
const PAGE = 4_000;

/** The rows of some types of a run, as far as they are there. */
export interface FeedState {
  readonly rows: readonly Row[];
  /** Whether all rows that are durable have been read. */
  readonly isComplete: boolean;
  readonly error: unknown;
}

interface LogPage {
  readonly rows: readonly Row[];
  readonly page: { readonly next_after_seq: number | null };
}

/** Reads the rows of some types of a run page by page, and goes on with those that come in live. */
class RowFeed {
  private state: FeedState = { rows: [], isComplete: false, error: null };
  private rows: Row[] = [];
  private waiting: Row[] = [];
  private readonly types: ReadonlySet<string>;
  private readonly listeners = new Set<() => void>();
  private frame: number | null = null;
  private stopListening: (() => void)[] = [];
  private isOutdated = false;
  private abort = new AbortController();
  private isLoading = false;

  constructor(
    private readonly runId: string,
    types: readonly string[],
    private readonly stream: RunStream,
  ) {
    this.types = new Set(types);
  }

  readonly getState = (): FeedState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.begin();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.pause();
    };
  };

  /** Reads what is missing. */
  reload(): void {
    if (this.listeners.size > 0) void this.load();
  }

  private begin(): void {
    this.stopListening = [this.stream.onRow((row) => this.take(row)), this.stream.onGap(() => this.reload())];
    void this.load();
  }

  private pause(): void {
    for (const stop of this.stopListening) stop();
    this.stopListening = [];
    this.abort.abort();
    this.isLoading = false;
    this.waiting = [];
  }

  private take(row: Row): void {
    if (!this.types.has(row.type)) return;
    if (this.isLoading) this.waiting.push(row);
    else this.add([row]);
  }

  private async load(): Promise<void> {
    this.isOutdated = this.isLoading;
    if (this.isLoading) return;
    this.isLoading = true;
    const { signal } = (this.abort = new AbortController());
    try {
      await this.loadPages(signal);
      if (signal.aborted) return;
      this.isLoading = false;
      this.add(this.waiting);
      this.waiting = [];
      this.change({ isComplete: true, error: null });
      if (this.isOutdated) void this.load();
    } catch (error) {
      if (signal.aborted) return;
      this.isLoading = false;
      this.change({ error });
    }
  }

  private async loadPages(signal: AbortSignal): Promise<void> {
    let after: number | null = this.rows.at(-1)?.seq ?? 0;
    let limit = FIRST_PAGE;
    while (after !== null) {
      const query = new URLSearchParams({ after_seq: String(after), limit: String(limit) });
      for (const type of this.types) query.append('type', type);
      const response = await request(`/runs/${encodeURIComponent(this.runId)}/runlog?${query}`, { signal });
      const { rows, page } = (await response.json()) as LogPage;
      if (signal.aborted) return;
      this.add(rows);
      after = page.next_after_seq;
      limit = PAGE;
    }
  }

  /** Adds rows that follow the last one; those that are known are passed over. */
  private add(rows: readonly Row[]): void {
    const last = this.rows.at(-1)?.seq ?? 0;
    const fresh = rows.filter(({ seq }) => seq > last);
    if (fresh.length === 0) return;
    this.rows.push(...fresh);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.change({});
    });
  }

  private change(changes: Partial<FeedState>): void {
    this.state = { ...this.state, rows: [...this.rows], ...changes };
    for (const listener of this.listeners) listener();
  }
}

const MOST_KEPT = 6;
const feeds = new Map<string, RowFeed>();

/** The feed of a run for some types; those last used are kept, so that going back costs nothing. */
export function feedOf(runId: string, types: readonly string[], stream: RunStream): RowFeed {
  const key = JSON.stringify([runId, types]);
  const feed = feeds.get(key) ?? new RowFeed(runId, types, stream);
  feeds.delete(key);
  feeds.set(key, feed);
  if (feeds.size > MOST_KEPT) feeds.delete(feeds.keys().next().value ?? '');
  return feed;
}
