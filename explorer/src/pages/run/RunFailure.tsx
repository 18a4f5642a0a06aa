import { Link } from '@tanstack/react-router';
import type { Run, Schemas } from '../../api/types.js';
import { Remedy } from '../../parts/ProblemView.js';
import { duration, timeOfDay } from '../../words/numbers.js';
import { RETRY_WORDS, inWords } from '../../words/run-words.js';
import { useAccess } from '../../layout/access.js';

/** Why a run failed: every attempt, and what to do next. */
export function RunFailure({ run, error }: { run: Run; error: Schemas['Failure'] }) {
  const attempts = error.attempt_errors ?? [];
  const mayRead = useAccess().may('read');
  return (
    <section className="problem failure" aria-labelledby="failure-heading">
      <h2 id="failure-heading">Why it failed</h2>
      <p dir="auto">{error.message}</p>
      {error.retry_state && (
        <p>There was no further attempt: {RETRY_WORDS[error.retry_state] ?? inWords(error.retry_state)}.</p>
      )}
      {attempts.length > 0 && (
        <div className="table-frame">
          <table>
            <caption className="visually-hidden">Attempts that failed</caption>
            <thead>
              <tr>
                <th scope="col">Attempt</th>
                <th scope="col">Began</th>
                <th scope="col">Took</th>
                <th scope="col">Code</th>
                <th scope="col">What it said</th>
              </tr>
            </thead>
            <tbody>
              {attempts.map((attempt) => (
                <tr key={attempt.attempt}>
                  <th scope="row">
                    {mayRead ? (
                      <Link
                        to="/runs/$runId/log"
                        params={{ runId: run.run_id }}
                        search={{
                          attempt: attempt.attempt,
                          ...(error.stage_node && { stage: error.stage_node }),
                        }}
                      >
                        {attempt.attempt}
                      </Link>
                    ) : (
                      attempt.attempt
                    )}
                  </th>
                  <td>{timeOfDay(attempt.started_at)}</td>
                  <td>{duration(attempt.duration_ms)}</td>
                  <td>
                    <code>{attempt.error_code}</code>
                  </td>
                  <td dir="auto">{attempt.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <NextSteps error={error} />
      <p className="problem-facts">
        <code>{error.error_code}</code>
        {error.stage_node && <span>stage {inWords(error.stage_node)}</span>}
      </p>
    </section>
  );
}

function NextSteps({ error }: { error: Schemas['Failure'] }) {
  const { may } = useAccess();
  return (
    <div className="next-steps">
      <h3>What to do next</h3>
      <Remedy code={error.error_code} />
      <p>
        {error.retryable
          ? 'Resume it: the run goes on from its last checkpoint, and everything before is kept.'
          : 'Trying the same again will not help; mend the cause first, or fork the run with a change.'}
        {!may('run') && ' Your token may read alone: ask somebody whose token has the scope run.'}
      </p>
    </div>
  );
}
