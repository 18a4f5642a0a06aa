import type { Access, Run, Schemas } from '../../api/types.js';
import { seedOf } from '../run/incident.js';
import { AXES, type Dial } from './dial.js';

type Intervention = Schemas['Intervention'];
type Fault = Schemas['Fault'];
type Grade = 'A' | 'B' | 'C';

/** The lists of a seed, one sentence a line in the form. */
export const LISTS = [
  'public_facts',
  'hidden_facts',
  'stakeholders',
  'forbidden_terms',
  'sensitivity_tags',
] as const;
export type ListName = (typeof LISTS)[number];

/** A simulation as it is typed. */
export interface Draft extends Readonly<Record<ListName, string>> {
  readonly title: string;
  readonly summary: string;
  readonly seed_id: string;
  /** The packs that it is played with; empty is the service's own world. */
  readonly packs: string;
  readonly board_id: string;
  readonly zone_id: string;
  readonly dial: Dial;
  readonly evidence_grade: Grade;
  readonly evidence_type: string;
  readonly evidence_expiry_hours: number;
  readonly rounds: number;
  readonly random_seed: string;
  readonly max_stage_retries: number;
  readonly interventions: readonly Intervention[];
  readonly faults: readonly Fault[];
}

const DEFAULT_ROUNDS = 6;
const START: Dial = { U: 30, E: 25, M: 15, S: 15, H: 15 };

/** An empty form. */
export function emptyDraft(access: Access): Draft {
  return {
    title: '',
    summary: '',
    seed_id: '',
    packs: '',
    board_id: '',
    zone_id: '',
    dial: START,
    public_facts: '',
    hidden_facts: '',
    stakeholders: '',
    forbidden_terms: '',
    sensitivity_tags: '',
    evidence_grade: 'B',
    evidence_type: 'log',
    evidence_expiry_hours: 72,
    rounds: Math.min(DEFAULT_ROUNDS, access.max_rounds),
    random_seed: '',
    max_stage_retries: access.default_stage_retries,
    interventions: [],
    faults: [],
  };
}

/** An incident to begin with, on whatever board there is. */
export const exampleDraft = (draft: Draft): Draft => ({
  ...draft,
  title: 'The lighthouse keeper signed for a lamp that never came',
  summary:
    'The keeper signed for a new lamp on Tuesday. The crate held sand. The carrier says that it was sealed when it left, and the harbour has been dark for two nights.',
  public_facts: [
    'The crate was signed for at noon on Tuesday.',
    'The crate held sand when it was opened.',
    'The harbour light has been out for two nights.',
  ].join('\n'),
  hidden_facts: 'The keeper never opened the crate himself.',
  stakeholders: ['the keeper', 'the carrier', 'the harbour office'].join('\n'),
  evidence_type: 'receipt',
});

/** What is read of the input of a run. */
interface Input {
  readonly rounds?: number;
  readonly packs?: string;
  readonly interventions?: readonly Intervention[];
}

/** A form that starts what a run was asked to play. */
export function draftOf(run: Run, access: Access): Draft {
  const seed = seedOf(run);
  const draft = emptyDraft(access);
  if (!seed) return draft;
  const input = run.request?.input as Input;
  const lists = Object.fromEntries(LISTS.map((name) => [name, (seed[name] ?? []).join('\n')]));
  return {
    ...draft,
    ...(lists as Record<ListName, string>),
    title: seed.title,
    summary: seed.summary,
    seed_id: seed.seed_id,
    packs: input.packs ?? '',
    board_id: seed.board_id,
    zone_id: seed.zone_id ?? '',
    dial: seed.dial,
    evidence_grade: seed.evidence_grade ?? draft.evidence_grade,
    evidence_type: seed.evidence_type ?? draft.evidence_type,
    evidence_expiry_hours: seed.evidence_expiry_hours ?? draft.evidence_expiry_hours,
    rounds: input.rounds ?? draft.rounds,
    random_seed: run.random_seed === seed.seed_id ? '' : run.random_seed,
    max_stage_retries: run.max_stage_retries,
    interventions: input.interventions ?? [],
  };
}

/** The sentences of a list, a line each. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** An id for an incident that has none: its title, as far as ids go. */
function idOf({ seed_id, title }: Draft): string {
  if (seed_id !== '') return seed_id;
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `seed-${words.slice(0, 60) || 'untitled'}`;
}

/** What POST /runs takes. */
export function requestOf(draft: Draft): Schemas['StartRun'] {
  const lists = Object.fromEntries(LISTS.map((name) => [name, linesOf(draft[name])]));
  const seed = {
    seed_id: idOf(draft),
    title: draft.title,
    summary: draft.summary,
    board_id: draft.board_id,
    ...(draft.zone_id !== '' && { zone_id: draft.zone_id }),
    dial: draft.dial,
    ...lists,
    evidence_grade: draft.evidence_grade,
    evidence_type: draft.evidence_type,
    evidence_expiry_hours: draft.evidence_expiry_hours,
  };
  return {
    pipeline: 'simulation',
    input: {
      seed,
      rounds: draft.rounds,
      ...(draft.packs !== '' && { packs: draft.packs }),
      ...(draft.random_seed !== '' && { random_seed: draft.random_seed }),
      ...(draft.interventions.length > 0 && { interventions: draft.interventions }),
    },
    max_stage_retries: draft.max_stage_retries,
    ...(draft.faults.length > 0 && { faults: [...draft.faults] }),
  };
}

export type Faults = Readonly<Record<string, string>>;

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** What is wrong with a draft, by the pointer of each field in the request; the service has the last word. */
export function faultsOf(draft: Draft, access: Access): Faults {
  const faults: Record<string, string> = {};
  const check = (pointer: string, isWrong: boolean, message: string) => {
    if (isWrong) faults[pointer] ??= message;
  };
  check('/input/seed/title', draft.title.trim() === '', 'Say what the incident is called.');
  check('/input/seed/title', draft.title.length > 200, 'At most 200 characters.');
  check('/input/seed/summary', draft.summary.trim() === '', 'Say what happened.');
  check('/input/seed/summary', draft.summary.length > 4_000, 'At most 4,000 characters.');
  check('/input/seed/board_id', draft.board_id === '', 'Choose a board.');
  check(
    '/input/seed/seed_id',
    !/^[A-Za-z0-9._:-]{0,128}$/.test(draft.seed_id),
    'Letters, digits and . _ : - alone, at most 128.',
  );
  const sum = AXES.reduce((total, axis) => total + draft.dial[axis], 0);
  check('/input/seed/dial', sum !== 100, `The weights sum to ${sum}, not to 100.`);
  for (const name of LISTS) {
    const lines = linesOf(draft[name]);
    check(`/input/seed/${name}`, lines.length > 50, 'At most 50 lines.');
    check(
      `/input/seed/${name}`,
      lines.some((line) => line.length > 500),
      'A line has at most 500 characters.',
    );
  }
  check(
    '/input/seed/evidence_expiry_hours',
    !isWhole(draft.evidence_expiry_hours, 0, 8_760),
    'Hours from 0 to 8,760.',
  );
  check('/input/rounds', !isWhole(draft.rounds, 1, access.max_rounds), `From 1 to ${access.max_rounds}.`);
  check(
    '/max_stage_retries',
    !isWhole(draft.max_stage_retries, 0, access.max_stage_retries),
    `From 0 to ${access.max_stage_retries}.`,
  );
  for (const [index, { kind, text, stakeholder }] of draft.interventions.entries()) {
    const at = `/input/interventions/${index}`;
    check(at, (kind === 'fact' || kind === 'statement') && !text?.trim(), 'Say what it says.');
    check(at, kind === 'statement' && !stakeholder?.trim(), 'Say who says it.');
  }
  return faults;
}
