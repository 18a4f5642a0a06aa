import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import type { Access } from '../api/types.js';
import { ProblemView } from '../parts/ProblemView.js';

/** There is nothing at this address. */
export function NotFound() {
  return (
    <div className="page">
      <div className="empty">
        <h1>There is no such page</h1>
        <p>
          <Link to="/">All runs</Link> are a good place to begin.
        </p>
      </div>
    </div>
  );
}

/** The page asks for what the caller's token does not permit. */
export function ScopeMissing({ needed, access }: { needed: Access['scope']; access: Access }) {
  return (
    <div className="page">
      <div className="empty">
        <h1>Your token does not permit this</h1>
        <p>
          This page needs a token of the scope <b>{needed}</b>; yours has the scope <b>{access.scope}</b>.
        </p>
        <p>
          <Link to="/">All runs</Link>
        </p>
      </div>
    </div>
  );
}

/** Something on the page went wrong; the page around it stays. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <div className="page">
      <ProblemView error={error} retry={reset} />
    </div>
  );
}
