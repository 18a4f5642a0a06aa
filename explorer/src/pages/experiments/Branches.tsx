import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/types.js';
import { ThreadBadge } from '../../parts/StatusBadge.js';
import { percent } from './results/percent.js';
import { shortId } from '../../words/run-words.js';

/** The ways that threads went, with the runs to read of each. */
export function Branches({ branches }: { branches: readonly Schemas['Branch'][] }) {
  if (branches.length === 0) return null;
  return (
    <section className="card" aria-labelledby="branches-heading">
      <h2 id="branches-heading">Worth reading</h2>
      <p className="muted">
        For each ending of more than one run in twenty: a run as they usually are, and the one that is
        farthest from that.
      </p>
      <ul className="branches">
        {branches.map(({ ending, share, typical, extreme }) => (
          <li key={ending}>
            <ThreadBadge status={ending} />
            <span className="muted">{percent(share)} of all runs</span>
            <span className="button-row">
              <Link to="/runs/$runId/thread" params={{ runId: typical }} className="button small">
                Typical: {shortId(typical)}
              </Link>
              {extreme !== typical && (
                <>
                  <Link to="/runs/$runId/thread" params={{ runId: extreme }} className="button small">
                    Extreme: {shortId(extreme)}
                  </Link>
                  <Link
                    to="/compare/$left/$right"
                    params={{ left: typical, right: extreme }}
                    className="button small"
                  >
                    Compare the two
                  </Link>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
