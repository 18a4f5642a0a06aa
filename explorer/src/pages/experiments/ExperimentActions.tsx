import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { experimentQuery, isOver, runIdOf, type ExperimentView } from '../../api/experiments.js';
import { runQuery } from '../../api/queries.js';
import { useAccess } from '../../layout/access.js';
import { Dialog } from '../../parts/Dialog.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { curlOf } from '../../parts/curl.js';
import { download } from '../../parts/download.js';
import { useCopied } from '../../parts/use-copied.js';
import { counted } from '../../words/numbers.js';

/** The buttons of an experiment: those that its state and the caller's scope allow. */
export function ExperimentActions({ experiment }: { experiment: ExperimentView }) {
  const { may } = useAccess();
  const { cancel, resume, save, remove } = useExperimentActions(experiment);
  const [isAsking, setAsking] = useState(false);
  const [copied, copy] = useCopied();
  const { experiment_id, status } = experiment;
  const over = isOver(experiment);
  const failure = cancel.error ?? resume.error ?? save.error;
  return (
    <div className="run-actions">
      <div className="button-row">
        {may('run') && !over && (
          <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </button>
        )}
        {may('run') && (status === 'failed' || status === 'cancelled') && (
          <button
            type="button"
            className="primary"
            disabled={resume.isPending}
            onClick={() => resume.mutate()}
          >
            Resume
          </button>
        )}
        {may('run') && (
          <Link to="/experiments/start" search={{ from: experiment_id }} className="button">
            Start again …
          </Link>
        )}
        <Link to="/" search={{ experiment_id }} className="button">
          Its runs
        </Link>
        <button type="button" disabled={save.isPending} onClick={() => save.mutate()}>
          Download runs (CSV)
        </button>
        <button type="button" onClick={() => copy(curlOf('GET', `/experiments/${experiment_id}`))}>
          {copied ? 'Copied' : 'Copy as curl'}
        </button>
        {may('admin') && over && (
          <button type="button" className="danger" onClick={() => setAsking(true)}>
            Delete …
          </button>
        )}
      </div>
      {failure && <ProblemView error={failure} />}
      {isAsking && (
        <Dialog title="Delete this experiment?" close={() => setAsking(false)}>
          <p>
            <b dir="auto">{experiment.name}</b> is deleted with its {counted(experiment.total, 'run')}, their
            logs and reports. Nothing brings them back.
          </p>
          {remove.error && <ProblemView error={remove.error} />}
          <div className="button-row">
            <button
              type="button"
              className="danger primary"
              disabled={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {remove.isPending ? 'Deleting …' : 'Delete all of it'}
            </button>
            <button type="button" autoFocus onClick={() => setAsking(false)}>
              Keep it
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

/** What can be done to an experiment. */
function useExperimentActions(experiment: ExperimentView) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { experiment_id } = experiment;
  const { queryKey } = experimentQuery(experiment_id);
  const params = { path: { experiment_id } };
  const refresh = () =>
    Promise.all(['experiments', 'runs'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const cancel = useMutation({
    mutationFn: () => bodyOf(api.POST('/experiments/{experiment_id}/cancel', { params })),
    onSuccess: async (view) => {
      client.setQueryData(queryKey, view);
      await refresh();
    },
  });
  const resume = useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/runs/{run_id}/resume', { params: { path: { run_id: runIdOf(experiment) } } })),
    onSuccess: async (run) => {
      client.setQueryData(runQuery(run.run_id).queryKey, run);
      await client.invalidateQueries({ queryKey });
      await refresh();
    },
  });
  const save = useMutation({
    mutationFn: () =>
      download(`/experiments/${experiment_id}/runs.csv`, 'text/csv', `${experiment_id}-runs.csv`),
  });
  const remove = useMutation({
    mutationFn: () => bodyOf(api.DELETE('/experiments/{experiment_id}', { params })),
    onSuccess: async () => {
      await navigate({ to: '/experiments' });
      client.removeQueries({ queryKey: ['experiment', experiment_id] });
      await refresh();
    },
  });
  return { cancel, resume, save, remove };
}
