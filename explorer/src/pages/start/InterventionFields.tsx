import type { Schemas } from '../../api/types.js';

type Intervention = Schemas['Intervention'];
type Kind = Intervention['kind'];
/** An intervention as it is typed. */
export type InterventionDraft = Intervention;

const KINDS: readonly (readonly [kind: Kind, label: string])[] = [
  ['reveal', 'a hidden fact comes out'],
  ['fact', 'a new fact becomes known'],
  ['statement', 'a stakeholder says something'],
  ['evidence_lost', 'the evidence is lost'],
  ['moderate', 'a moderator acts'],
];
const ACTIONS = ['HIDE_PREVIEW', 'LOCK_THREAD', 'RESTORE'] as const;
const MOST = 20;

interface FieldsProps {
  readonly value: readonly InterventionDraft[];
  readonly change: (value: readonly InterventionDraft[]) => void;
  readonly hiddenFacts: readonly string[];
  readonly firstRound: number;
  /** Problems by pointer; those of interventions are shown here. */
  readonly problems: readonly { readonly pointer: string; readonly message: string }[];
}

/** What happens to the thread from outside. */
export function InterventionFields({ value, change, hiddenFacts, firstRound, problems }: FieldsProps) {
  const replace = (index: number, draft: InterventionDraft) => change(value.with(index, draft));
  return (
    <fieldset className="interventions">
      <legend>Interventions</legend>
      {value.map((draft, index) => (
        <div key={index} className="intervention">
          <div className="intervention-line">
            <label className="field">
              <span>Before round</span>
              <input
                type="number"
                min={firstRound}
                max={1000}
                value={draft.round}
                onChange={(event) =>
                  replace(index, { ...draft, round: event.target.valueAsNumber || firstRound })
                }
              />
            </label>
            <label className="field grow">
              <span>What happens</span>
              <select
                value={draft.kind}
                onChange={(event) => replace(index, draftOf(event.target.value as Kind, draft.round))}
              >
                {KINDS.map(([kind, label]) => (
                  <option key={kind} value={kind} disabled={kind === 'reveal' && hiddenFacts.length === 0}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            <button
              type="button"
              className="quiet"
              aria-label={`Remove intervention ${index + 1}`}
              onClick={() => change(value.toSpliced(index, 1))}
            >
              ×
            </button>
          </div>
          <KindFields draft={draft} hiddenFacts={hiddenFacts} change={(next) => replace(index, next)} />
          {problems
            .filter(({ pointer }) => pointer.includes(`/interventions/${index}`))
            .map(({ pointer, message }) => (
              <p key={pointer + message} className="field-error" role="alert">
                {message}
              </p>
            ))}
        </div>
      ))}
      {value.length < MOST && (
        <button
          type="button"
          className="small"
          onClick={() => change([...value, draftOf('fact', firstRound)])}
        >
          Add an intervention
        </button>
      )}
    </fieldset>
  );
}

interface KindProps {
  readonly draft: InterventionDraft;
  readonly hiddenFacts: readonly string[];
  readonly change: (draft: InterventionDraft) => void;
}

function KindFields({ draft, hiddenFacts, change }: KindProps) {
  switch (draft.kind) {
    case 'reveal':
      return (
        <label className="field">
          <span>Hidden fact</span>
          <select
            value={draft.hidden_fact ?? 0}
            onChange={(event) => change({ ...draft, hidden_fact: Number(event.target.value) })}
          >
            {hiddenFacts.map((fact, index) => (
              <option key={fact} value={index}>
                {fact}
              </option>
            ))}
          </select>
        </label>
      );
    case 'fact':
    case 'statement':
      return (
        <>
          {draft.kind === 'statement' && (
            <label className="field">
              <span>Who says it</span>
              <input
                dir="auto"
                maxLength={500}
                value={draft.stakeholder ?? ''}
                onChange={(event) => change({ ...draft, stakeholder: event.target.value })}
              />
            </label>
          )}
          <label className="field">
            <span>{draft.kind === 'fact' ? 'The fact' : 'What is said'}</span>
            <input
              dir="auto"
              maxLength={500}
              value={draft.text ?? ''}
              onChange={(event) => change({ ...draft, text: event.target.value })}
            />
          </label>
        </>
      );
    case 'moderate':
      return (
        <label className="field">
          <span>Step</span>
          <select
            value={draft.action}
            onChange={(event) => change({ ...draft, action: event.target.value as (typeof ACTIONS)[number] })}
          >
            {ACTIONS.map((action) => (
              <option key={action}>{action}</option>
            ))}
          </select>
        </label>
      );
    default:
      return null;
  }
}

/** A new intervention, with what its kind needs. */
function draftOf(kind: Kind, round: number): InterventionDraft {
  if (kind === 'reveal') return { round, kind, hidden_fact: 0 };
  if (kind === 'fact') return { round, kind, text: '' };
  if (kind === 'statement') return { round, kind, stakeholder: '', text: '' };
  if (kind === 'moderate') return { round, kind, action: 'HIDE_PREVIEW' };
  return { round, kind };
}
