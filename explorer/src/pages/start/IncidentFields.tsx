import type { Schemas } from '../../api/types.js';
import { DialSliders } from './DialSliders.js';
import { Field } from './Field.js';
import type { Draft, ListName } from './draft.js';

export interface FieldsProps {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  readonly faultAt: (pointer: string) => string | undefined;
  readonly touch: (pointer: string) => void;
}

interface Worlds {
  /** The world that is chosen; undefined while it is read. */
  readonly world: Schemas['Packs'] | undefined;
  /** All worlds of the service, its own first. */
  readonly worlds: readonly Schemas['NamedWorld'][];
}

const LIST_LABELS: Readonly<Record<ListName, readonly [label: string, hint: string]>> = {
  public_facts: ['Facts', 'What comments can cite, a sentence a line.'],
  hidden_facts: ['Hidden facts', 'Known to the writers alone; interventions can bring them out.'],
  stakeholders: ['Who is concerned', 'Noun phrases, one a line.'],
  forbidden_terms: ['Forbidden terms', 'No comment may use them.'],
  sensitivity_tags: ['Careful with', 'What writers have to be careful with.'],
};

/** Where a member of the seed stands in the request. */
const at = (name: string): string => `/input/seed/${name}`;

/** What happened. */
export function IncidentFields(props: FieldsProps & Worlds) {
  const { draft, change, faultAt, touch, world, worlds } = props;
  const zones = [
    ...new Set(
      world?.communities.filter(({ board_id }) => board_id === draft.board_id).map(({ zone_id }) => zone_id),
    ),
  ];
  return (
    <section className="card stack-card" aria-label="The incident">
      <Field label="Title" fault={faultAt(at('title'))}>
        <input
          dir="auto"
          value={draft.title}
          onBlur={() => touch(at('title'))}
          onChange={(event) => change({ title: event.target.value })}
        />
      </Field>
      <Field label="What happened" fault={faultAt(at('summary'))} hint="As everybody may know it.">
        <textarea
          dir="auto"
          value={draft.summary}
          onBlur={() => touch(at('summary'))}
          onChange={(event) => change({ summary: event.target.value })}
        />
      </Field>
      {worlds.length > 1 && <PacksField {...props} />}
      <div className="field-row">
        <Field label="Board" fault={faultAt(at('board_id'))}>
          <select
            value={draft.board_id}
            onChange={(event) => change({ board_id: event.target.value, zone_id: '' })}
          >
            {world?.boards.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Zone" fault={faultAt(at('zone_id'))}>
          <select value={draft.zone_id} onChange={(event) => change({ zone_id: event.target.value })}>
            <option value="">the first one</option>
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </Field>
      </div>
      <DialSliders value={draft.dial} change={(dial) => change({ dial })} />
      {faultAt(at('dial')) && <p className="field-error">{faultAt(at('dial'))}</p>}
      {(['public_facts', 'hidden_facts', 'stakeholders'] as const).map((name) => (
        <ListField key={name} name={name} {...props} />
      ))}
      <details>
        <summary>More about the incident</summary>
        <div className="stack">
          <ListField name="forbidden_terms" {...props} />
          <ListField name="sensitivity_tags" {...props} />
          <div className="field-row">
            <Field label="Grade of the evidence" fault={faultAt(at('evidence_grade'))}>
              <select
                value={draft.evidence_grade}
                onChange={(event) =>
                  change({ evidence_grade: event.target.value as Draft['evidence_grade'] })
                }
              >
                <option>A</option>
                <option>B</option>
                <option>C</option>
              </select>
            </Field>
            <Field label="Kind of evidence" fault={faultAt(at('evidence_type'))}>
              <input
                dir="auto"
                maxLength={64}
                value={draft.evidence_type}
                onChange={(event) => change({ evidence_type: event.target.value })}
              />
            </Field>
            <Field label="Hours until it is gone" fault={faultAt(at('evidence_expiry_hours'))}>
              <input
                type="number"
                min={0}
                max={8760}
                value={Number.isNaN(draft.evidence_expiry_hours) ? '' : draft.evidence_expiry_hours}
                onBlur={() => touch(at('evidence_expiry_hours'))}
                onChange={(event) => change({ evidence_expiry_hours: event.target.valueAsNumber })}
              />
            </Field>
          </div>
          <Field label="Id" fault={faultAt(at('seed_id'))} hint="Made of the title unless given.">
            <input
              spellCheck={false}
              value={draft.seed_id}
              onBlur={() => touch(at('seed_id'))}
              onChange={(event) => change({ seed_id: event.target.value })}
            />
          </Field>
        </div>
      </details>
    </section>
  );
}

/** Which world it is played in; boards and zones are those of that world. */
function PacksField({ draft, change, faultAt, worlds }: FieldsProps & Worlds) {
  const [own] = worlds;
  return (
    <Field label="Packs" hint="The world that it is played in." fault={faultAt('/input/packs')}>
      <select
        value={draft.packs || own?.packs}
        onChange={({ target: { value } }) =>
          change({ packs: value === own?.packs ? '' : value, board_id: '', zone_id: '' })
        }
      >
        {worlds.map(({ packs }) => (
          <option key={packs}>{packs}</option>
        ))}
      </select>
    </Field>
  );
}

function ListField({ name, draft, change, faultAt, touch }: FieldsProps & { name: ListName }) {
  const [label, hint] = LIST_LABELS[name];
  const pointer = at(name);
  return (
    <Field label={label} hint={hint} fault={faultAt(pointer)}>
      <textarea
        dir="auto"
        rows={3}
        value={draft[name]}
        onBlur={() => touch(pointer)}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </Field>
  );
}
