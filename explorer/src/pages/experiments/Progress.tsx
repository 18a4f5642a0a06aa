import type { ExperimentListItem } from '../../api/experiments.js';
import { count } from '../../words/numbers.js';

const STATES = ['succeeded', 'failed', 'cancelled', 'running'] as const;

/** How many runs of an experiment have ended, and how, as a bar. */
export function Progress({ experiment: { counts, total } }: { experiment: ExperimentListItem }) {
  const ended = counts.succeeded + counts.failed + counts.cancelled;
  const words = STATES.filter((state) => counts[state] > 0).map(
    (state) => `${count(counts[state])} ${state}`,
  );
  return (
    <div className="progress">
      <div
        className="progress-bar"
        role="progressbar"
        aria-label="Runs that have ended"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={ended}
        aria-valuetext={`${ended} of ${total}: ${words.join(', ') || 'none has begun'}`}
      >
        {STATES.map((state) => (
          <span
            key={state}
            className={`progress-${state}`}
            style={{ width: `${(counts[state] / Math.max(1, total)) * 100}%` }}
          />
        ))}
      </div>
      <span className="muted">
        {count(ended)} of {count(total)}
      </span>
    </div>
  );
}
