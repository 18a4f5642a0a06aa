import { hasEnded } from '../../api/queries.js';
import type { Run } from '../../api/types.js';
import { streamOf, type LiveState } from '../../live/run-stream.js';
import { useTicking } from '../../parts/Moment.js';

/** Whether what is shown of a run that goes on is what it is now. */
export function LiveBadge({ state, run }: { state: LiveState; run: Run }) {
  const now = useTicking(state.kind === 'lost');
  if (hasEnded(run)) return null;
  if (state.kind === 'live') {
    return (
      <span className="live" role="status">
        <i aria-hidden="true" /> live
      </span>
    );
  }
  if (state.kind !== 'lost') {
    return (
      <span className="live not-live" role="status">
        connecting …
      </span>
    );
  }
  const seconds = Math.max(0, Math.ceil((state.retryAt - now) / 1_000));
  return (
    <span className="live not-live" role="status" title={state.reason}>
      not live: the connection is lost, next try in {seconds} s
      <button type="button" className="small" onClick={() => streamOf(run.run_id).retry()}>
        Try now
      </button>
    </span>
  );
}
