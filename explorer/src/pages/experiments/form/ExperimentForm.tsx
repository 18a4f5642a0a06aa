import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import { experimentQuery } from '../../../api/experiments.js';
import { runQuery } from '../../../api/queries.js';
import { worldQuery } from '../../../api/world.js';
import type { Schemas } from '../../../api/types.js';
import { useAccess } from '../../../layout/access.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { curlOf } from '../../../parts/curl.js';
import { useCopied } from '../../../parts/use-copied.js';
import { usePageTitle } from '../../../parts/use-page-title.js';
import { useRequestKey } from '../../../parts/use-request-key.js';
import '../../../styles/experiments.css';
import { count, counted } from '../../../words/numbers.js';
import { Field } from '../../start/Field.js';
import { IncidentField } from './IncidentField.js';
import { VaryFields } from './VaryFields.js';
import {
  draftOfExperiment,
  draftOfRun,
  exampleDraft,
  faultsOf,
  requestOf,
  runsOf,
  type ExperimentDraft,
} from './experiment-draft.js';
import { serverFaults } from './server-faults.js';

/** Starts an experiment; one that begins with the request of a run or of another experiment is filled in. */
export function NewExperiment() {
  const access = useAccess();
  const { from = '' } = useSearch({ from: '/experiments/start' });
  const packs = useQuery(worldQuery());
  const run = useQuery({ ...runQuery(from), enabled: from.startsWith('run-') });
  const experiment = useQuery({ ...experimentQuery(from), enabled: from.startsWith('exp-') });
  usePageTitle('New experiment');
  const error = packs.error ?? run.error ?? experiment.error;
  if (error) {
    return (
      <div className="page">
        <ProblemView error={error} />
      </div>
    );
  }
  if (!packs.data || (from.startsWith('run-') && !run.data) || (from.startsWith('exp-') && !experiment.data))
    return null;
  const example = exampleDraft(access, packs.data.boards[0]?.id ?? '');
  const initial = experiment.data
    ? draftOfExperiment(example, experiment.data)
    : run.data
      ? draftOfRun(example, run.data)
      : example;
  return (
    <ExperimentForm
      key={from}
      initial={initial}
      worlds={packs.data.worlds.map(({ packs: name }) => name)}
      hidesFacts={experiment.data !== undefined}
    />
  );
}

interface FormProps {
  readonly initial: ExperimentDraft;
  readonly worlds: readonly string[];
  /** Whether the source does not tell its hidden facts. */
  readonly hidesFacts: boolean;
}

function ExperimentForm({ initial, worlds, hidesFacts }: FormProps) {
  const access = useAccess();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(initial);
  const [copied, copy] = useCopied();
  const body = requestOf(draft);
  const key = useRequestKey(body);
  const start = useMutation({
    mutationFn: (request: { body: Schemas['Experiment']; key: string }) =>
      bodyOf(
        api.POST('/experiments', {
          params: { header: { 'Idempotency-Key': request.key } },
          body: request.body,
        }),
      ),
    onSuccess: ({ experiment_id }) =>
      void navigate({ to: '/experiments/$experimentId', params: { experimentId: experiment_id } }),
  });
  const own = faultsOf(draft, access);
  const theirs = serverFaults(start.error);
  const faultAt = (pointer: string): string | undefined => own[pointer] ?? theirs[pointer];
  const change = (changes: Partial<ExperimentDraft>) => {
    setDraft({ ...draft, ...changes });
    if (start.isError) start.reset();
  };
  const isRight = Object.keys(own).length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isRight) start.mutate({ body, key });
  };
  const runs = runsOf(draft);
  const fields = { draft, change, faultAt };
  return (
    <form className="page start-form" onSubmit={submit} noValidate>
      <div className="page-head">
        <h1>New experiment</h1>
        <p className="muted">One incident, played many times.</p>
      </div>
      {hidesFacts && (
        <p className="muted">The service does not tell the hidden facts of an experiment: add them anew.</p>
      )}
      <div className="start-columns">
        <section className="card stack-card" aria-label="The incident">
          <Field
            label="Name"
            hint="For people; the title of the incident unless given."
            fault={faultAt('/name')}
          >
            <input dir="auto" value={draft.name} onChange={(event) => change({ name: event.target.value })} />
          </Field>
          <IncidentField {...fields} />
        </section>
        <VaryFields {...fields} worlds={worlds} />
      </div>
      {start.error && <ProblemView error={start.error} />}
      <div className="button-row start-buttons">
        <button type="submit" className="primary" disabled={!isRight || start.isPending}>
          {start.isPending ? 'Starting …' : `Start ${Number.isFinite(runs) ? counted(runs, 'run') : ''}`}
        </button>
        <button type="button" onClick={() => copy(curlOf('POST', '/experiments', body))}>
          {copied ? 'Copied' : 'Copy as curl'}
        </button>
        {!isRight && (
          <span className="field-error" role="status">
            {own['/vary'] ?? `${count(Object.keys(own).length)} of the fields cannot be sent like this.`}
          </span>
        )}
      </div>
    </form>
  );
}
