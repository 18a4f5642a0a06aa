import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../../api/client.js';
import type { RunListItem } from '../../../api/types.js';
import { ago } from '../../../words/numbers.js';
import { titleOf } from '../../../words/run-words.js';
import { Field } from '../../start/Field.js';
import { seedIn, type ExperimentDraft } from './experiment-draft.js';

export interface FieldsProps {
  readonly draft: ExperimentDraft;
  readonly change: (changes: Partial<ExperimentDraft>) => void;
  readonly faultAt: (pointer: string) => string | undefined;
}

const MOST_RUNS = 100;

/** The incident as JSON, or taken from a run. */
export function IncidentField({ draft, change, faultAt }: FieldsProps) {
  const seed = seedIn(draft.seed);
  const title = seed?.['title'];
  return (
    <>
      <SourceChoice />
      <Field
        label="The incident, as JSON"
        hint={
          typeof title === 'string' ? (
            <bdi>{title.slice(0, 200)}</bdi>
          ) : (
            'A seed: seed_id, title, summary, board_id, and what else it has.'
          )
        }
        fault={faultAt('/input/seed')}
      >
        <textarea
          className="seed-json"
          spellCheck={false}
          rows={16}
          value={draft.seed}
          onChange={(event) => change({ seed: event.target.value })}
        />
      </Field>
    </>
  );
}

/** Takes the request of a run: the form begins anew with it. */
function SourceChoice() {
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ['runs', 'sources'],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/runs', {
          params: { query: { limit: MOST_RUNS, pipeline: 'simulation' } },
          signal,
        }),
      ),
  });
  const runs = newestOfEach(data?.items ?? []);
  if (runs.length === 0) return null;
  return (
    <label className="field">
      <span>Take the incident of a run</span>
      <select
        value=""
        onChange={(event) =>
          void navigate({ to: '/experiments/start', search: { from: event.target.value } })
        }
      >
        <option value="">choose …</option>
        {runs.map((run) => (
          <option key={run.run_id} value={run.run_id}>
            {titleOf(run).slice(0, 120)} ({ago(run.created_at, Date.now())})
          </option>
        ))}
      </select>
    </label>
  );
}

/** The runs of an experiment all play one incident. */
function newestOfEach(runs: readonly RunListItem[]): RunListItem[] {
  const seen = new Map<string, RunListItem>();
  for (const run of runs) {
    const key = `${run.seed_id} ${run.title}`;
    if (!seen.has(key)) seen.set(key, run);
  }
  return [...seen.values()];
}
