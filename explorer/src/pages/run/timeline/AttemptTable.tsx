import { Link } from '@tanstack/react-router';
import { counted, duration, timeOfDay } from '../../../words/numbers.js';
import { RETRY_WORDS, inWords } from '../../../words/run-words.js';
import type { Attempt, Timeline } from './timeline-model.js';

/** The timeline in words: what a drawing cannot tell, and who cannot see it needs. */
export function AttemptTable({ runId, timeline }: { runId: string; timeline: Timeline }) {
  const { attempts, marks } = timeline;
  const states = marks.filter(({ kind }) => kind === 'state');
  return (
    <details className="attempts">
      <summary>
        {counted(attempts.length, 'attempt')} in words
        {states.length > 0 && `, ${counted(states.length, 'change')} of state`}
      </summary>
      <div className="table-frame">
        <table>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col">Attempt</th>
              <th scope="col">Outcome</th>
              <th scope="col">Began</th>
              <th scope="col">Took</th>
              <th scope="col">What happened</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <AttemptLine key={`${attempt.node} ${attempt.attempt}`} runId={runId} attempt={attempt} />
            ))}
            {states.map(({ seq, at, label }) => (
              <tr key={seq}>
                <th scope="row">run</th>
                <td>
                  <Link to="/runs/$runId/log" params={{ runId }} search={{ row: seq }}>
                    row {seq}
                  </Link>
                </td>
                <td>state</td>
                <td>{timeOfDay(new Date(at).toISOString())}</td>
                <td />
                <td>{label}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function AttemptLine({ runId, attempt }: { runId: string; attempt: Attempt }) {
  const { node, outcome, start, end, error, errorCode, retryState, discarded } = attempt;
  return (
    <tr>
      <th scope="row">{inWords(node)}</th>
      <td>
        <Link to="/runs/$runId/log" params={{ runId }} search={{ stage: node, attempt: attempt.attempt }}>
          {attempt.attempt}
        </Link>
      </td>
      <td>{outcome}</td>
      <td>{timeOfDay(new Date(start).toISOString())}</td>
      <td>{duration(end - start)}</td>
      <td>
        {errorCode && <code>{errorCode}</code>} <span dir="auto">{error}</span>
        {retryState && ` No further attempt: ${RETRY_WORDS[retryState] ?? inWords(retryState)}.`}
        {discarded > 0 && ` ${counted(discarded, 'row')} after the last checkpoint dropped.`}
      </td>
    </tr>
  );
}
