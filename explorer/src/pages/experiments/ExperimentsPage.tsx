import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { experimentsQuery, type ExperimentListItem } from '../../api/experiments.js';
import { useAccess } from '../../layout/access.js';
import { Ago } from '../../parts/Moment.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { StatusBadge } from '../../parts/StatusBadge.js';
import { usePageTitle } from '../../parts/use-page-title.js';
import '../../styles/experiments.css';
import { count, counted, duration } from '../../words/numbers.js';
import { shortId } from '../../words/run-words.js';
import { Progress } from './Progress.js';

/** The experiments of the service, newest first. */
export function ExperimentsPage() {
  const { may } = useAccess();
  const list = useInfiniteQuery(experimentsQuery);
  usePageTitle('Experiments');
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? null;
  return (
    <div className="page experiments-page">
      <div className="page-head">
        <h1>Experiments</h1>
        <p className="muted" role="status">
          {total === null ? ' ' : `${count(total)} in all`}
        </p>
        {may('run') && (
          <Link to="/experiments/start" className="button primary page-action">
            New experiment
          </Link>
        )}
      </div>
      {list.error && <ProblemView error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 && (
        <div className="empty">
          <h2>There is no experiment yet</h2>
          <p>An experiment plays one incident many times, and says how often it ends how.</p>
        </div>
      )}
      {items.length > 0 && (
        <ol className="experiments" aria-label="Experiments, newest first">
          {items.map((experiment) => (
            <ExperimentRow key={experiment.experiment_id} experiment={experiment} />
          ))}
        </ol>
      )}
      {list.hasNextPage && (
        <button type="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Older experiments
        </button>
      )}
    </div>
  );
}

function ExperimentRow({ experiment }: { experiment: ExperimentListItem }) {
  const { experiment_id, name, status, created_at, ended_at, total } = experiment;
  return (
    <li className="experiment-row">
      <div className="run-name">
        <Link
          to="/experiments/$experimentId"
          params={{ experimentId: experiment_id }}
          className="run-title"
          dir="auto"
          title={name}
        >
          {name}
        </Link>
        <span className="run-facts muted">
          <span>{counted(total, 'run')}</span>
          <Ago at={created_at} />
          {ended_at && <span>{duration(Date.parse(ended_at) - Date.parse(created_at))}</span>}
          <code>{shortId(experiment_id)}</code>
        </span>
      </div>
      <StatusBadge status={status} />
      <Progress experiment={experiment} />
    </li>
  );
}
