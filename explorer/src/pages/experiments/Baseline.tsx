import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { baselinesQuery, comparisonQuery, isOver, type ExperimentView } from '../../api/experiments.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { shortId } from '../../words/run-words.js';
import { ComparedFigures } from './results/ComparedFigures.js';

/** How the experiment differs from another one, which the reader chooses. */
export function Baseline({ experiment }: { experiment: ExperimentView }) {
  const { baseline } = useSearch({ from: '/experiments/$experimentId' });
  const navigate = useNavigate({ from: '/experiments/$experimentId' });
  const { data } = useQuery(baselinesQuery);
  const others = (data?.items ?? []).filter(
    (one) => one.experiment_id !== experiment.experiment_id && isOver(one),
  );
  const isListed = baseline === undefined || others.some((one) => one.experiment_id === baseline);
  return (
    <section className="card stack-card" aria-labelledby="baseline-heading">
      <h2 id="baseline-heading">Compared with a baseline</h2>
      {others.length === 0 && baseline === undefined ? (
        <p className="muted">There is no other experiment that has ended.</p>
      ) : (
        <label className="field baseline-choice">
          <span>Baseline</span>
          <select
            value={baseline ?? ''}
            onChange={(event) =>
              void navigate({
                search: ({ baseline: _before, ...others }) =>
                  event.target.value === '' ? others : { ...others, baseline: event.target.value },
                replace: true,
                resetScroll: false,
              })
            }
          >
            <option value="">none</option>
            {!isListed && <option value={baseline}>{baseline}</option>}
            {others.map(({ experiment_id, name, total }) => (
              <option key={experiment_id} value={experiment_id}>
                {name} ({total}, {shortId(experiment_id)})
              </option>
            ))}
          </select>
        </label>
      )}
      {baseline !== undefined && <Comparison experimentId={experiment.experiment_id} baselineId={baseline} />}
    </section>
  );
}

function Comparison({ experimentId, baselineId }: { experimentId: string; baselineId: string }) {
  const { data, error, refetch } = useQuery(comparisonQuery(experimentId, baselineId));
  if (error) return <ProblemView error={error} retry={() => void refetch()} />;
  if (!data) return <p className="muted">Comparing …</p>;
  return (
    <>
      <p>
        <span className={`badge verdict-${data.verdict}`}>{data.verdict}</span>{' '}
        {data.verdict === 'changed'
          ? 'Some figures have changed: the intervals of their differences do not include 0.'
          : 'No figure has changed beyond what chance explains.'}{' '}
        <Link to="/experiments/$experimentId" params={{ experimentId: baselineId }}>
          The baseline
        </Link>
      </p>
      <ComparedFigures figures={data.figures} />
    </>
  );
}
