import { Link } from '@tanstack/react-router';
import { useRun } from '../run-context.js';

interface Quoted {
  readonly name: string;
  readonly community_name?: string;
  readonly round: number;
  readonly seq: number | null;
  readonly quote: string;
}

/** What somebody said, with where it stands in the thread. */
export function Said({ said: { name, community_name, round, seq, quote } }: { said: Quoted }) {
  const { run_id } = useRun();
  const where = `round ${round}`;
  return (
    <figure className="said">
      <blockquote dir="auto">{quote}</blockquote>
      <figcaption className="muted">
        <span dir="auto">{name}</span>
        {community_name && <span dir="auto">, {community_name}</span>},{' '}
        {seq === null ? (
          where
        ) : (
          <Link to="/runs/$runId/thread" params={{ runId: run_id }} search={{ row: seq }} preload={false}>
            {where}
          </Link>
        )}
      </figcaption>
    </figure>
  );
}
