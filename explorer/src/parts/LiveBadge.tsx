import { streamOf, type LiveState } from '../live/run-stream.js';
import { useTicking } from './Moment.js';

/** Whether what is shown of a run that goes on is what it is now. */
export function LiveBadge({ state, runId }: { state: LiveState; runId: string }) {
  const now = useTicking(state.kind === 'lost');
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
      <button type="button" className="small" onClick={() => streamOf(runId).retry()}>
        Try now
      </button>
    </span>
  );
}
