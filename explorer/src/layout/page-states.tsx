import { Link, type ErrorComponentProps } from '@tanstack/react-router';
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

/** Something on the page went wrong; the page around it stays. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <div className="page">
      <ProblemView error={error} retry={reset} />
    </div>
  );
}
