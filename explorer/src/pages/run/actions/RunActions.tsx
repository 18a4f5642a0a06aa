import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { hasEnded } from '../../../api/queries.js';
import type { Run } from '../../../api/types.js';
import { useAccess } from '../../../layout/access.js';
import { Dialog } from '../../../parts/Dialog.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { curlOf } from '../../../parts/curl.js';
import { useCopied } from '../../../parts/use-copied.js';
import { titleOf } from '../../../words/run-words.js';
import { DownloadMenu } from './DownloadMenu.js';
import { ForkDialog } from './ForkDialog.js';
import { useRunActions } from './use-run-actions.js';

/** The buttons of a run: those that its state and the caller's scope allow. */
export function RunActions({ run }: { run: Run }) {
  const { may } = useAccess();
  const { cancel, resume, remove } = useRunActions(run.run_id);
  const [dialog, setDialog] = useState<'fork' | 'delete' | null>(null);
  const [copied, copy] = useCopied();
  const isOver = hasEnded(run);
  const canResume = run.status === 'failed' || run.status === 'cancelled' || run.status === 'interrupted';
  const failure = cancel.error ?? resume.error;
  return (
    <div className="run-actions">
      <div className="button-row">
        {may('run') && !isOver && (
          <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </button>
        )}
        {may('run') && canResume && (
          <button
            type="button"
            className="primary"
            disabled={resume.isPending}
            onClick={() => resume.mutate()}
          >
            Resume
          </button>
        )}
        {may('run') && isOver && (
          <button type="button" onClick={() => setDialog('fork')}>
            Fork …
          </button>
        )}
        {may('run') && run.pipeline === 'simulation' && (
          <Link to="/start" search={{ from: run.run_id }} className="button">
            Start again …
          </Link>
        )}
        {may('read') && (
          <Link to="/" search={{ compare: run.run_id, pipeline: run.pipeline }} className="button">
            Compare with …
          </Link>
        )}
        <DownloadMenu run={run} />
        <button type="button" onClick={() => copy(curlOf('GET', `/runs/${run.run_id}`))}>
          {copied ? 'Copied' : 'Copy as curl'}
        </button>
        {may('admin') && isOver && (
          <button type="button" className="danger" onClick={() => setDialog('delete')}>
            Delete …
          </button>
        )}
      </div>
      {failure && <ProblemView error={failure} />}
      {dialog === 'fork' && <ForkDialog run={run} close={() => setDialog(null)} />}
      {dialog === 'delete' && (
        <Dialog title="Delete this run?" close={() => setDialog(null)}>
          <p>
            <b dir="auto">{titleOf(run)}</b> is deleted with its log, its checkpoints and its report. Nothing
            brings it back.
          </p>
          {remove.error && <ProblemView error={remove.error} />}
          <div className="button-row">
            <button
              type="button"
              className="danger primary"
              disabled={remove.isPending}
              onClick={() => remove.mutate()}
            >
              Delete it
            </button>
            <button type="button" autoFocus onClick={() => setDialog(null)}>
              Keep it
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
