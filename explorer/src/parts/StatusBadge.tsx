import type { RunStatus } from '../api/types.js';

/** The state of a run: a shape and a word, so that colour is not needed to tell. */
export function StatusBadge({ status }: { status: RunStatus }) {
  return (
    <span className={`badge status-${status}`}>
      <i aria-hidden="true" />
      {status}
    </span>
  );
}

/** The state of a thread. */
export function ThreadBadge({ status }: { status: string }) {
  return <span className={`badge thread-${status}`}>{status}</span>;
}
