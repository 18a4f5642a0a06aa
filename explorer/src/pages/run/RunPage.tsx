import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { hasEnded, runQuery } from '../../api/queries.js';
import { ProblemError } from '../../api/problem.js';
import type { Run } from '../../api/types.js';
import { useAccess } from '../../layout/access.js';
import { useLive } from '../../live/use-rows.js';
import { Ago } from '../../parts/Moment.js';
import { LiveBadge } from '../../parts/LiveBadge.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { StatusBadge, ThreadBadge } from '../../parts/StatusBadge.js';
import { usePageTitle } from '../../parts/use-page-title.js';
import { sentenceOf, shortId, titleOf } from '../../words/run-words.js';
import { RunContext } from './run-context.js';
import { RunActions } from './actions/RunActions.js';

/** While a run goes on, its head is asked for now and then: rows come in by events, counters do not. */
const HEAD_MS = 1_500;

/** A run: what happened in a sentence, what can be done, and the views of it. */
export function RunPage() {
  const { runId } = useParams({ from: '/runs/$runId' });
  const {
    data: run,
    error,
    refetch,
  } = useQuery({
    ...runQuery(runId),
    refetchInterval: ({ state }) =>
      state.data?.status === 'running' || state.data?.status === 'queued' ? HEAD_MS : false,
  });
  usePageTitle(run ? titleOf(run) : 'Run');
  const mayFollow = useAccess().may('read');
  const live = useLive(run, mayFollow);
  if (!run)
    return <div className="page">{error && <RunError error={error} retry={() => void refetch()} />}</div>;
  return (
    <div className="page run-page">
      <header className="run-head">
        <p className="run-above muted">
          <StatusBadge status={run.status} />
          {run.thread_status && <ThreadBadge status={run.thread_status} />}
          {!hasEnded(run) &&
            (mayFollow ? (
              <LiveBadge state={live} runId={run.run_id} />
            ) : (
              <span className="live not-live">not live: asked for every second or two</span>
            ))}
          <Ago at={run.created_at} />
          <code>{run.run_id}</code>
        </p>
        <h1 dir="auto">{titleOf(run)}</h1>
        <p className="lede">
          This run {sentenceOf(run)}
          <Origin run={run} />
        </p>
        <RunActions run={run} />
      </header>
      <RunTabs run={run} />
      <RunContext value={run}>
        <Outlet />
      </RunContext>
    </div>
  );
}

function Origin({ run: { run_id, forked_from, forked_at } }: { run: Run }) {
  const mayRead = useAccess().may('read');
  if (forked_from === null) return null;
  return (
    <>
      {' '}
      It is a fork of{' '}
      <Link to="/runs/$runId" params={{ runId: forked_from }}>
        {shortId(forked_from)}
      </Link>
      {forked_at && `, from ${forked_at.round === null ? forked_at.stage : `round ${forked_at.round}`} on`}
      {mayRead && (
        <>
          {' '}
          (
          <Link to="/compare/$left/$right" params={{ left: forked_from, right: run_id }}>
            what differs
          </Link>
          )
        </>
      )}
      .
    </>
  );
}

function RunTabs({ run }: { run: Run }) {
  const params = { runId: run.run_id };
  const mayRead = useAccess().may('read');
  const isSimulation = run.links['thread'] !== undefined;
  return (
    <nav className="tabs" aria-label="Views of the run">
      {(mayRead || !isSimulation) && (
        <Link to="/runs/$runId" params={params} activeOptions={{ exact: true }}>
          Overview
        </Link>
      )}
      {isSimulation && (
        <>
          <Link to="/runs/$runId/thread" params={params} activeOptions={{ includeSearch: false }}>
            Thread
          </Link>
          {mayRead && (
            <Link to="/runs/$runId/charts" params={params}>
              Charts
            </Link>
          )}
          <Link to="/runs/$runId/report" params={params}>
            Report
          </Link>
        </>
      )}
      {mayRead && (
        <Link to="/runs/$runId/log" params={params} activeOptions={{ includeSearch: false }}>
          Log
        </Link>
      )}
    </nav>
  );
}

function RunError({ error, retry }: { error: unknown; retry: () => void }) {
  const isMissing = error instanceof ProblemError && error.status === 404;
  return (
    <>
      <ProblemView error={error} {...(!isMissing && { retry })} />
      {isMissing && (
        <p>
          It may have been deleted. <Link to="/">All runs</Link>
        </p>
      )}
    </>
  );
}
