import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { hasEnded } from '../api/queries.js';
import type { Run } from '../api/types.js';
import { feedOf, type FeedState } from './row-feed.js';
import { streamOf, type LiveState } from './run-stream.js';

/** The rows of some types of a run, which grow while it goes on. `types` is a constant. */
export function useRows(runId: string, types: readonly string[]): FeedState & { reload: () => void } {
  const feed = useMemo(() => feedOf(runId, types, streamOf(runId)), [runId, types]);
  const state = useSyncExternalStore(feed.subscribe, feed.getState);
  return { ...state, reload: () => feed.reload() };
}

/**
 * Follows a run while it goes on.
 * @param isAllowed whether the caller may read events
 */
export function useLive(run: Run | undefined, isAllowed = true): LiveState {
  const runId = run?.run_id ?? '';
  const stream = streamOf(runId);
  const goesOn = isAllowed && run !== undefined && !hasEnded(run);
  const rows = run?.summary.rows ?? 0;
  useEffect(() => {
    if (!goesOn) return undefined;
    stream.start(rows);
    return () => stream.stop();
    // The stream goes on from its own last row: only the first count matters.
  }, [stream, goesOn]);
  return useSyncExternalStore(stream.subscribe, stream.getState);
}
