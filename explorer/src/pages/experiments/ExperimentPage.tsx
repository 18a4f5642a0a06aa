import { Link, useParams } from '@tanstack/react-router';
import { isOver, runIdOf, type ExperimentView } from '../../api/experiments.js';
import { ProblemError } from '../../api/problem.js';
import { Ago } from '../../parts/Moment.js';
import { LiveBadge } from '../../parts/LiveBadge.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { StatusBadge } from '../../parts/StatusBadge.js';
import { usePageTitle } from '../../parts/use-page-title.js';
import '../../styles/experiments.css';
import { count, counted, duration } from '../../words/numbers.js';
import { ExperimentActions } from './ExperimentActions.js';
import { Asked } from './Asked.js';
import { Baseline } from './Baseline.js';
import { Branches } from './Branches.js';
import { Progress } from './Progress.js';
import { Results } from './results/Results.js';
import { useLiveExperiment } from './use-live-experiment.js';

/** An experiment: how far it is, what has come of it, and what can be done. */
export function ExperimentPage() {
  const { experimentId } = useParams({ from: '/experiments/$experimentId' });
  const { data: experiment, error, refetch, live } = useLiveExperiment(experimentId);
  usePageTitle(experiment?.name ?? 'Experiment');
  if (!experiment)
    return (
      <div className="page">{error && <ExperimentError error={error} retry={() => void refetch()} />}</div>
    );
  const { results } = experiment;
  const hasResults = results.groups.some(({ runs }) => runs > 0);
  return (
    <div className="page experiment-page">
      <header className="run-head">
        <p className="run-above muted">
          <StatusBadge status={experiment.status} />
          {!isOver(experiment) && <LiveBadge state={live} runId={runIdOf(experiment)} />}
          <Ago at={experiment.created_at} />
          <code>{experiment.experiment_id}</code>
        </p>
        <h1 dir="auto">{experiment.name}</h1>
        <p className="lede">{sentenceOf(experiment)}</p>
        <Progress experiment={experiment} />
        <ExperimentActions experiment={experiment} />
      </header>
      {error && <ProblemView error={error} retry={() => void refetch()} />}
      {hasResults ? (
        <>
          <Results groups={results.groups} isOver={isOver(experiment)} />
          <Branches branches={results.branches} />
        </>
      ) : (
        <p className="empty">
          {isOver(experiment)
            ? 'None of its runs has succeeded: there are no results.'
            : 'The results are shown as soon as a run has ended.'}
        </p>
      )}
      {isOver(experiment) && hasResults && <Baseline experiment={experiment} />}
      <Asked experiment={experiment} />
    </div>
  );
}

function sentenceOf({ status, counts, total, created_at, ended_at }: ExperimentView): string {
  const failed = counts.failed > 0 ? `, ${count(counts.failed)} of them in failure` : '';
  const ended = counts.succeeded + counts.failed;
  if (status === 'queued') return `It waits for its turn to play ${counted(total, 'run')}.`;
  if (status === 'running')
    return `${count(ended)} of ${counted(total, 'run')} have ended so far${failed}; ${count(counts.running)} are being played.`;
  const took = ended_at ? `, after ${duration(Date.parse(ended_at) - Date.parse(created_at))}` : '';
  if (status === 'succeeded') return `All of its ${counted(total, 'run')} have ended${failed}${took}.`;
  const how = status === 'failed' ? 'failed' : 'was cancelled';
  return `It ${how}${took}, when ${count(ended)} of ${counted(total, 'run')} had ended${failed}.`;
}

function ExperimentError({ error, retry }: { error: unknown; retry: () => void }) {
  const isMissing = error instanceof ProblemError && error.status === 404;
  return (
    <>
      <ProblemView error={error} {...(!isMissing && { retry })} />
      {isMissing && (
        <p>
          It may have been deleted. <Link to="/experiments">All experiments</Link>
        </p>
      )}
    </>
  );
}
