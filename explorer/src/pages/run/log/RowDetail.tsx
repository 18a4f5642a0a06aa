import type { Run } from '../../../api/types.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { useCopied } from '../../../parts/use-copied.js';
import { moment } from '../../../words/numbers.js';
import { useRow } from './use-log.js';

interface DetailProps {
  readonly run: Run;
  readonly seq: number;
  readonly open: (seq: number | undefined) => void;
}

/** One row, as JSON. */
export function RowDetail({ run, seq, open }: DetailProps) {
  const { data: row, error, isPending } = useRow(run.run_id, seq);
  const [jsonCopied, copyJson] = useCopied();
  const [linkCopied, copyLink] = useCopied();
  return (
    <section className="log-detail" aria-label={`Row ${seq}`}>
      <div className="button-row">
        <h2>
          Row {seq} <span className="muted">{row?.type}</span>
        </h2>
        <button
          type="button"
          className="small"
          disabled={seq <= 1}
          aria-label="The row before"
          onClick={() => open(seq - 1)}
        >
          ↑
        </button>
        <button
          type="button"
          className="small"
          disabled={seq >= run.summary.rows}
          aria-label="The row after"
          onClick={() => open(seq + 1)}
        >
          ↓
        </button>
        <button type="button" className="small quiet" aria-label="Close" onClick={() => open(undefined)}>
          ×
        </button>
      </div>
      <div className="button-row">
        {row && <span className="muted">{moment(row.at)}</span>}
        <button
          type="button"
          className="small"
          disabled={!row}
          onClick={() => copyJson(JSON.stringify(row, null, 2))}
        >
          {jsonCopied ? 'Copied' : 'Copy JSON'}
        </button>
        <button type="button" className="small" onClick={() => copyLink(linkTo(seq))}>
          {linkCopied ? 'Copied' : 'Copy link'}
        </button>
      </div>
      {error ? (
        <ProblemView error={error} />
      ) : (
        <pre className="json" tabIndex={0} dir="auto">
          {row ? JSON.stringify(row, null, 2) : isPending ? '…' : `There is no row ${seq} yet.`}
        </pre>
      )}
    </section>
  );
}

/** The address of a row, without the filters. */
function linkTo(seq: number): string {
  const { origin, pathname } = location;
  return `${origin}${pathname}?row=${seq}`;
}
