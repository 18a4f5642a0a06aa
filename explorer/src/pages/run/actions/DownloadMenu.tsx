import { useRef, useState } from 'react';
import { hasEnded } from '../../../api/queries.js';
import type { Run } from '../../../api/types.js';
import { useAccess } from '../../../layout/access.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { download } from '../../../parts/download.js';

interface Choice {
  readonly label: string;
  readonly path: string;
  readonly accept: string;
  readonly file: string;
}

const LOG: readonly Choice[] = [
  { label: 'Log (JSON)', path: 'runlog', accept: 'application/json', file: 'runlog.json' },
  { label: 'Log (a row a line)', path: 'runlog', accept: 'application/x-ndjson', file: 'runlog.ndjson' },
];
const SIMULATION: readonly Choice[] = [
  { label: 'Comments (CSV)', path: 'thread', accept: 'text/csv', file: 'thread.csv' },
  { label: 'Rounds (CSV)', path: 'rounds', accept: 'text/csv', file: 'rounds.csv' },
  {
    label: 'Who answered whom (GraphML)',
    path: 'graph',
    accept: 'application/graphml+xml',
    file: 'graph.graphml',
  },
];
const ENDED: readonly Choice[] = [
  { label: 'Report (Markdown)', path: 'report', accept: 'text/markdown', file: 'report.md' },
  { label: 'Transcript (Markdown)', path: 'transcript', accept: 'text/markdown', file: 'transcript.md' },
];

/** What of a run can be saved as a file. */
export function DownloadMenu({ run }: { run: Run }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [error, setError] = useState<unknown>(null);
  const { may } = useAccess();
  const isSimulation = run.links['thread'] !== undefined;
  const choices = [
    ...(may('read') ? LOG : []),
    ...(isSimulation ? SIMULATION : []),
    ...(isSimulation && hasEnded(run) ? ENDED : []),
  ];
  const save = ({ path, accept, file }: Choice) => {
    if (menu.current) menu.current.open = false;
    setError(null);
    download(`/runs/${run.run_id}/${path}`, accept, `${run.run_id}-${file}`).catch(setError);
  };
  if (choices.length === 0) return null;
  return (
    <>
      <details ref={menu} className="menu" onBlur={closeWhenLeft}>
        <summary className="button">Download</summary>
        <div className="menu-list">
          {choices.map((choice) => (
            <button key={choice.label} type="button" className="quiet" onClick={() => save(choice)}>
              {choice.label}
            </button>
          ))}
        </div>
      </details>
      {error !== null && <ProblemView error={error} />}
    </>
  );
}

function closeWhenLeft(event: React.FocusEvent<HTMLDetailsElement>): void {
  if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
}
