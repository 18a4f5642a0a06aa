import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useAccess } from '../../layout/access.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { usePageTitle } from '../../parts/use-page-title.js';
import { count } from '../../words/numbers.js';
import { CompareChoice } from './CompareChoice.js';
import { RunsFilters } from './RunsFilters.js';
import { RunsTable } from './RunsTable.js';
import type { RunsSearch } from './runs-search.js';
import { useRuns } from './use-runs.js';

/** The runs of the service, newest first. */
export function RunsPage() {
  const { compare: chosen, ...search } = useSearch({ from: '/' });
  const compare = useAccess().may('read') ? chosen : undefined;
  const navigate = useNavigate({ from: '/' });
  const { runs, total, head, older } = useRuns(search);
  usePageTitle('Runs');
  const change = (changes: RunsSearch) =>
    void navigate({ search: (before) => withoutEmpty({ ...before, ...changes }), replace: true });
  return (
    <div className="page runs-page">
      <div className="page-head">
        <h1>Runs</h1>
        <p className="muted" role="status">
          {total === null ? ' ' : `${count(total)} ${Object.keys(search).length > 0 ? 'that fit' : 'in all'}`}
        </p>
        <CompareChoice compare={compare} search={search} />
      </div>
      <RunsFilters search={search} change={change} />
      {head.error && <ProblemView error={head.error} retry={() => void head.refetch()} />}
      {head.isSuccess && runs.length === 0 && <NoRuns isFiltered={Object.keys(search).length > 0} />}
      {runs.length > 0 && (
        <RunsTable
          runs={runs}
          compare={compare}
          isLoadingMore={older.isFetchingNextPage}
          loadMore={() => {
            if (older.hasNextPage && !older.isFetchingNextPage) void older.fetchNextPage();
          }}
        />
      )}
    </div>
  );
}

function NoRuns({ isFiltered }: { isFiltered: boolean }) {
  const { may } = useAccess();
  return (
    <div className="empty">
      <h2>{isFiltered ? 'No run fits these filters' : 'Nothing has been played yet'}</h2>
      {isFiltered ? (
        <p>
          <Link to="/" search={{}}>
            Show all runs
          </Link>
        </p>
      ) : (
        may('run') && (
          <p>
            <Link to="/start" className="button primary">
              Start the first run
            </Link>
          </p>
        )
      )}
    </div>
  );
}

function withoutEmpty(search: RunsSearch): RunsSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  );
}
