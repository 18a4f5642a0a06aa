import { useAccess } from '../../layout/access.js';
import { Field } from './Field.js';
import type { FieldsProps } from './IncidentFields.js';

/** How it is played. */
export function RunFields({ draft, change, faultAt, touch }: FieldsProps) {
  const { max_rounds, max_stage_retries } = useAccess();
  return (
    <section className="card stack-card" aria-label="The run">
      <div className="field-row">
        <Field label="Rounds" hint={`At most ${max_rounds}.`} fault={faultAt('/input/rounds')}>
          <input
            type="number"
            min={1}
            max={max_rounds}
            value={Number.isNaN(draft.rounds) ? '' : draft.rounds}
            onBlur={() => touch('/input/rounds')}
            onChange={(event) => change({ rounds: event.target.valueAsNumber })}
          />
        </Field>
        <Field label="Retries of a stage" fault={faultAt('/max_stage_retries')}>
          <input
            type="number"
            min={0}
            max={max_stage_retries}
            value={Number.isNaN(draft.max_stage_retries) ? '' : draft.max_stage_retries}
            onBlur={() => touch('/max_stage_retries')}
            onChange={(event) => change({ max_stage_retries: event.target.valueAsNumber })}
          />
        </Field>
      </div>
      <Field
        label="Random seed"
        hint="The same seed gives the same thread; the incident's id unless given."
        fault={faultAt('/input/random_seed')}
      >
        <input
          dir="auto"
          maxLength={256}
          value={draft.random_seed}
          onChange={(event) => change({ random_seed: event.target.value })}
        />
      </Field>
    </section>
  );
}
