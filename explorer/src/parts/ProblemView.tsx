import { useQuery } from '@tanstack/react-query';
import { ProblemError } from '../api/problem.js';
import { errorQuery } from '../api/queries.js';

/** What went wrong, with what the service says of it and what to do next. */
export function ProblemView({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof ProblemError ? error.problem : null;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <section className="problem" role="alert">
      <h2>{problem ? (problem.title ?? 'The service has refused this') : headingOf(error)}</h2>
      <p dir="auto">{message}</p>
      {problem?.errors && (
        <ul>
          {problem.errors.map(({ pointer, message }) => (
            <li key={`${pointer} ${message}`}>
              <code>{pointer}</code> <span dir="auto">{message}</span>
            </li>
          ))}
        </ul>
      )}
      {problem?.error_code && <Remedy code={problem.error_code} />}
      <p className="problem-facts">
        {problem?.error_code && <code>{problem.error_code}</code>}
        {problem?.request_id && (
          <span>
            request <code>{problem.request_id}</code>
          </span>
        )}
      </p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </section>
  );
}

function headingOf(error: unknown): string {
  return error instanceof TypeError ? 'The service cannot be reached' : 'Something went wrong';
}

/** What the catalogue of errors says to do. */
export function Remedy({ code }: { code: string }) {
  const { data } = useQuery({ ...errorQuery(code), retry: false });
  return data ? <p className="muted">{data.remedy}</p> : null;
}
