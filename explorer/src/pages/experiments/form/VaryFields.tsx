import { useAccess } from '../../../layout/access.js';
import { DialSliders, type Dial } from '../../start/DialSliders.js';
import { Field } from '../../start/Field.js';
import { InterventionFields } from '../../start/InterventionFields.js';
import type { FieldsProps } from './IncidentField.js';
import { seedIn, type ExperimentDraft } from './experiment-draft.js';

const USUAL: Dial = { U: 30, E: 25, M: 15, S: 15, H: 15 };

/** What is varied: there is a run for each combination. */
export function VaryFields(props: FieldsProps & { worlds: readonly string[] }) {
  const { draft, change, faultAt, worlds } = props;
  return (
    <div className="stack">
      <section className="card stack-card" aria-label="How often">
        <SeedFields {...props} />
        <Field
          label="Rounds"
          hint="Several numbers with commas between are compared with each other."
          fault={faultAt('/vary/rounds')}
        >
          <input
            inputMode="numeric"
            value={draft.rounds}
            onChange={(event) => change({ rounds: event.target.value })}
          />
        </Field>
        {worlds.length > 1 && <PacksFields {...props} />}
        <RetriesField {...props} />
      </section>
      <section className="card stack-card" aria-label="Dials">
        <DialFields {...props} />
        {faultAt('/vary/dials') && <p className="field-error">{faultAt('/vary/dials')}</p>}
      </section>
      <section className="card stack-card" aria-label="From outside">
        <InterventionFields
          value={draft.interventions}
          change={(interventions) => change({ interventions })}
          hiddenFacts={hiddenFactsOf(draft)}
          firstRound={1}
          problems={draft.interventions.flatMap((_, index) => {
            const pointer = `/interventions/${index}`;
            const message = faultAt(pointer);
            return message ? [{ pointer, message }] : [];
          })}
        />
        {draft.interventions.length > 0 && (
          <label className="check">
            <input
              type="checkbox"
              checked={draft.withAndWithout}
              onChange={(event) => change({ withAndWithout: event.target.checked })}
            />{' '}
            Play it without them, too, and compare
          </label>
        )}
      </section>
    </div>
  );
}

function SeedFields({ draft, change, faultAt }: FieldsProps) {
  return (
    <>
      <fieldset>
        <legend>Random seeds</legend>
        <label className="check">
          <input
            type="radio"
            name="seeds"
            checked={draft.seeds === 'count'}
            onChange={() => change({ seeds: 'count' })}
          />{' '}
          a number of them
        </label>
        <label className="check">
          <input
            type="radio"
            name="seeds"
            checked={draft.seeds === 'list'}
            onChange={() => change({ seeds: 'list' })}
          />{' '}
          these
        </label>
      </fieldset>
      {draft.seeds === 'count' ? (
        <Field label="How many" fault={faultAt('/vary/random_seeds')}>
          <input
            type="number"
            min={1}
            max={10_000}
            value={Number.isNaN(draft.seedCount) ? '' : draft.seedCount}
            onChange={(event) => change({ seedCount: event.target.valueAsNumber })}
          />
        </Field>
      ) : (
        <Field label="Which ones" hint="One a line." fault={faultAt('/vary/random_seeds')}>
          <textarea
            dir="auto"
            value={draft.seedList}
            onChange={(event) => change({ seedList: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}

function PacksFields({ draft, change, faultAt, worlds }: FieldsProps & { worlds: readonly string[] }) {
  const fault = faultAt('/vary/packs');
  return (
    <fieldset>
      <legend>Packs</legend>
      {worlds.map((name) => (
        <label key={name} className="check">
          <input
            type="checkbox"
            checked={draft.packs.includes(name)}
            onChange={(event) =>
              change({
                packs: worlds.filter((one) =>
                  one === name ? event.target.checked : draft.packs.includes(one),
                ),
              })
            }
          />{' '}
          {name}
        </label>
      ))}
      {fault && <small className="field-error">{fault}</small>}
    </fieldset>
  );
}

function RetriesField({ draft, change, faultAt }: FieldsProps) {
  const { max_stage_retries } = useAccess();
  return (
    <details>
      <summary>More about the runs</summary>
      <div className="stack">
        <Field label="Retries of a stage" fault={faultAt('/max_stage_retries')}>
          <input
            type="number"
            min={0}
            max={max_stage_retries}
            value={Number.isNaN(draft.maxStageRetries) ? '' : draft.maxStageRetries}
            onChange={(event) => change({ maxStageRetries: event.target.valueAsNumber })}
          />
        </Field>
        <label className="check">
          <input
            type="checkbox"
            checked={draft.commonRandomNumbers}
            onChange={(event) => change({ commonRandomNumbers: event.target.checked })}
          />{' '}
          The random seed alone decides about the draws
        </label>
      </div>
    </details>
  );
}

function DialFields({ draft, change }: FieldsProps) {
  const { dials } = draft;
  const own = { ...USUAL, ...(seedIn(draft.seed)?.['dial'] as Partial<Dial> | undefined) };
  return (
    <>
      <h2>Dials</h2>
      {dials.length === 0 && <p className="muted">All runs have the dial of the incident.</p>}
      {dials.map((dial, index) => (
        <div key={index} className="intervention">
          <div className="dial-head">
            <b>Dial {index + 1}</b>
            <button
              type="button"
              className="quiet"
              aria-label={`Remove dial ${index + 1}`}
              onClick={() => change({ dials: dials.toSpliced(index, 1) })}
            >
              ×
            </button>
          </div>
          <DialSliders value={dial} change={(next) => change({ dials: dials.with(index, next) })} />
        </div>
      ))}
      <button type="button" className="small fit" onClick={() => change({ dials: [...dials, own] })}>
        {dials.length === 0 ? 'Vary the dial' : 'Add a dial'}
      </button>
    </>
  );
}

function hiddenFactsOf({ seed }: ExperimentDraft): readonly string[] {
  const facts = seedIn(seed)?.['hidden_facts'];
  return Array.isArray(facts) ? facts.filter((fact) => typeof fact === 'string') : [];
}
