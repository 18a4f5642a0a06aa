import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { runQuery } from '../../api/queries.js';
import { worldQuery } from '../../api/world.js';
import type { Schemas } from '../../api/types.js';
import { useAccess } from '../../layout/access.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { curlOf } from '../../parts/curl.js';
import { useCopied } from '../../parts/use-copied.js';
import { usePageTitle } from '../../parts/use-page-title.js';
import { useRequestKey } from '../../parts/use-request-key.js';
import { FaultFields } from './FaultFields.js';
import { IncidentFields } from './IncidentFields.js';
import { InterventionFields } from './InterventionFields.js';
import { RunFields } from './RunFields.js';
import { draftOf, emptyDraft, exampleDraft, faultsOf, linesOf, requestOf, type Draft } from './draft.js';
import { serverFaults } from './server-faults.js';

/** Starts a simulation. */
export function StartPage() {
  const access = useAccess();
  const { from } = useSearch({ from: '/start' });
  const { data: source, error } = useQuery({ ...runQuery(from ?? ''), enabled: from !== undefined });
  usePageTitle('New run');
  if (from !== undefined && error) {
    return (
      <div className="page">
        <ProblemView error={error} />
      </div>
    );
  }
  if (from !== undefined && !source) return null;
  return <StartForm initial={source ? draftOf(source, access) : emptyDraft(access)} />;
}

function StartForm({ initial }: { initial: Draft }) {
  const access = useAccess();
  const navigate = useNavigate();
  const [typed, setDraft] = useState(initial);
  const { data: ownWorld } = useQuery(worldQuery());
  const { data: world } = useQuery(worldQuery(typed.packs || undefined));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [copied, copy] = useCopied();
  const draft = { ...typed, board_id: typed.board_id || (world?.boards[0]?.id ?? '') };
  const body = requestOf(draft);
  const key = useRequestKey(body);
  const start = useMutation({
    mutationFn: (request: { body: Schemas['StartRun']; key: string }) =>
      bodyOf(
        api.POST('/runs', { params: { header: { 'Idempotency-Key': request.key } }, body: request.body }),
      ),
    onSuccess: ({ run_id }) => void navigate({ to: '/runs/$runId', params: { runId: run_id } }),
  });
  const own = faultsOf(draft, access);
  const theirs = serverFaults(start.error);
  const faultAt = (pointer: string): string | undefined =>
    (touched.has(pointer) || start.isError ? own[pointer] : undefined) ?? theirs[pointer];
  const change = (changes: Partial<Draft>) => {
    setDraft({ ...draft, ...changes });
    if (start.isError) start.reset();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setTouched(new Set(Object.keys(own)));
    if (Object.keys(own).length === 0) start.mutate({ body, key });
    else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };
  const touch = (pointer: string) => setTouched((before) => new Set([...before, pointer]));
  const fields = { draft, change, faultAt, touch };
  return (
    <form className="page start-form" onSubmit={submit} noValidate>
      <div className="page-head">
        <h1>New run</h1>
        <button type="button" className="small" onClick={() => setDraft(exampleDraft(draft))}>
          Fill in an example
        </button>
      </div>
      <div className="start-columns">
        <IncidentFields {...fields} world={world} worlds={ownWorld?.worlds ?? []} />
        <div className="stack">
          <RunFields {...fields} />
          <section className="card">
            <InterventionFields
              value={draft.interventions}
              change={(interventions) => change({ interventions })}
              hiddenFacts={linesOf(draft.hidden_facts)}
              firstRound={1}
              problems={draft.interventions.flatMap((_, index) => {
                const pointer = `/input/interventions/${index}`;
                const message = faultAt(pointer);
                return message ? [{ pointer, message }] : [];
              })}
            />
          </section>
          {access.fault_injection && (
            <section className="card">
              <FaultFields value={draft.faults} change={(faults) => change({ faults })} />
            </section>
          )}
        </div>
      </div>
      {start.error && <ProblemView error={start.error} />}
      <div className="button-row start-buttons">
        <button type="submit" className="primary" disabled={start.isPending}>
          {start.isPending ? 'Starting …' : 'Start'}
        </button>
        <button type="button" onClick={() => copy(curlOf('POST', '/runs', body))}>
          {copied ? 'Copied' : 'Copy as curl'}
        </button>
        {touched.size > 0 && Object.keys(own).length > 0 && (
          <span className="field-error" role="alert">
            {Object.keys(own).length === 1 ? 'One field is' : `${Object.keys(own).length} fields are`} not
            right yet.
          </span>
        )}
      </div>
    </form>
  );
}
