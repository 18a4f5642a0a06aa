import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { diffQuery } from '../../api/comparison.js';
import { hasEnded, runQuery } from '../../api/queries.js';
import type { Run, Schemas } from '../../api/types.js';
import { Ago } from '../../parts/Moment.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { StatusBadge, ThreadBadge } from '../../parts/StatusBadge.js';
import { usePageTitle } from '../../parts/use-page-title.js';
import '../../styles/compare.css';
import { count, counted } from '../../words/numbers.js';
import { inWords, sentenceOf, shortId, titleOf } from '../../words/run-words.js';
import { ComparedCharts } from './ComparedCharts.js';
import { ComparedThreads } from './ComparedThreads.js';
import { ComparedValues } from './ComparedValues.js';

/** While one of the runs goes on, the comparison is made anew now and then. */
const LIVE_MS = 3_000;

/** Two runs beside each other. */
export function ComparePage() {
  const { left, right } = useParams({ from: '/compare/$left/$right' });
  const one = useQuery({ ...runQuery(left), refetchInterval: whileItGoesOn });
  const other = useQuery({ ...runQuery(right), refetchInterval: whileItGoesOn });
  const goesOn = [one.data, other.data].some((run) => run && !hasEnded(run));
  const diff = useQuery({ ...diffQuery(left, right), refetchInterval: goesOn ? LIVE_MS : false });
  usePageTitle('Two runs');
  const error = one.error ?? other.error ?? diff.error;
  return (
    <div className="page compare-page">
      <div className="page-head">
        <h1>Two runs beside each other</h1>
        <Link to="/compare/$left/$right" params={{ left: right, right: left }} className="button small">
          Swap sides
        </Link>
      </div>
      {error && <ProblemView error={error} retry={() => void diff.refetch()} />}
      {one.data && other.data && (
        <div className="sides">
          <RunSide side="A" run={one.data} />
          <RunSide side="B" run={other.data} />
        </div>
      )}
      {diff.isPending && !error && <p className="empty">Comparing …</p>}
      {diff.data && (
        <>
          <Parting diff={diff.data} />
          <div className="compare-tables">
            <ComparedValues title="How they ended" values={diff.data.outcomes} />
            <ComparedValues title="What was asked for, where it differs" values={diff.data.inputs} />
          </div>
          <ComparedCharts rounds={diff.data.rounds} />
          <ComparedThreads diff={diff.data} />
        </>
      )}
    </div>
  );
}

const whileItGoesOn = ({ state }: { state: { data: Run | undefined } }): number | false =>
  state.data && !hasEnded(state.data) ? LIVE_MS : false;

function RunSide({ side, run }: { side: 'A' | 'B'; run: Run }) {
  return (
    <section className={`card side side-${side}`} aria-label={`Run ${side}`}>
      <p className="run-above muted">
        <b className="side-mark">{side}</b>
        <StatusBadge status={run.status} />
        {run.thread_status && <ThreadBadge status={run.thread_status} />}
        <Ago at={run.created_at} />
        <code>{shortId(run.run_id)}</code>
      </p>
      <h2>
        <Link to="/runs/$runId" params={{ runId: run.run_id }} dir="auto">
          {titleOf(run)}
        </Link>
      </h2>
      <p className="side-sentence">This run {sentenceOf(run)}</p>
    </section>
  );
}

/** Where the two logs part, with links to the row of each. */
function Parting({ diff }: { diff: Schemas['RunDiff'] }) {
  const { first_difference: first, common_rows, equal, left, right } = diff;
  if (!first) {
    return (
      <p className="lede" role="status">
        {equal
          ? `The same happened in both: ${counted(common_rows, 'row')}, ${counted(diff.comments.same, 'comment')}.`
          : 'Their rows are the same, and they ended in different ways.'}
      </p>
    );
  }
  const where = first.round === null ? '' : ` of round ${first.round}`;
  return (
    <section className="card parting" aria-labelledby="parting-heading">
      <h2 id="parting-heading">Where they part</h2>
      <p>
        After {count(common_rows)} equal rows, at a row{where} that tells of <b>{inWords(first.type)}</b>
        {partingWords(first.fields)}.
      </p>
      <p className="button-row">
        <RowLink side="A" runId={left} seq={first.left_seq} />
        <RowLink side="B" runId={right} seq={first.right_seq} />
      </p>
    </section>
  );
}

function partingWords(fields: readonly string[]): string {
  if (fields.length === 0) return ', where one of them ends';
  if (fields.includes('type')) return ' in one of them, and of something else in the other';
  return `: ${fields.map(inWords).join(', ')}`;
}

function RowLink({ side, runId, seq }: { side: 'A' | 'B'; runId: string; seq: number | null }) {
  if (seq === null) return <span className="muted">{side} has no such row: its log has ended.</span>;
  return (
    <Link to="/runs/$runId/log" params={{ runId }} search={{ row: seq }} className="button small">
      Row {count(seq)} in the log of {side}
    </Link>
  );
}
