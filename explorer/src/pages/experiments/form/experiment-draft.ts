import type { ExperimentView } from '../../../api/experiments.js';
import type { Access, Run, Schemas } from '../../../api/types.js';
import { linesOf } from '../../start/draft.js';
import type { Dial } from '../../start/dial.js';

type Intervention = Schemas['Intervention'];
type Request = Schemas['Experiment'];

/** An experiment as it is typed. */
export interface ExperimentDraft {
  readonly name: string;
  /** The incident, as JSON. */
  readonly seed: string;
  /** Numbers, with commas between. */
  readonly rounds: string;
  readonly seeds: 'count' | 'list';
  readonly seedCount: number;
  /** A random seed a line. */
  readonly seedList: string;
  /** Those that are varied; none is the dial of the incident. */
  readonly dials: readonly Dial[];
  readonly interventions: readonly Intervention[];
  /** Whether there are runs without the interventions, too. */
  readonly withAndWithout: boolean;
  readonly packs: readonly string[];
  readonly commonRandomNumbers: boolean;
  readonly maxStageRetries: number;
}

/** The most runs of an experiment. */
const MOST_RUNS = 10_000;
const MOST_SEED_LENGTH = 256;
const USUAL_RUNS = 200;
const DEFAULT_PACKS = 'default';

const EXAMPLE = {
  seed_id: 'seed-dark-lighthouse',
  title: 'The lighthouse keeper signed for a lamp that never came',
  summary:
    'The keeper signed for a new lamp on Tuesday. The crate held sand. The carrier says that it was sealed when it left, and the harbour has been dark for two nights.',
  public_facts: [
    'The crate was signed for at noon on Tuesday.',
    'The crate held sand when it was opened.',
    'The harbour light has been out for two nights.',
  ],
  hidden_facts: ['The keeper never opened the crate himself.'],
  stakeholders: ['the keeper', 'the carrier', 'the harbour office'],
};

/** A form to begin with, on a board of the world. */
export function exampleDraft(access: Access, boardId: string): ExperimentDraft {
  return {
    name: '',
    seed: pretty({ ...EXAMPLE, board_id: boardId }),
    rounds: String(Math.min(6, access.max_rounds)),
    seeds: 'count',
    seedCount: USUAL_RUNS,
    seedList: '',
    dials: [],
    interventions: [],
    withAndWithout: true,
    packs: [DEFAULT_PACKS],
    commonRandomNumbers: false,
    maxStageRetries: access.default_stage_retries,
  };
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

/** The incident, the rounds and the interventions of a run. */
export function draftOfRun(draft: ExperimentDraft, run: Run): ExperimentDraft {
  const input = run.request?.input as Partial<Request['input']> | undefined;
  if (!input?.seed) return draft;
  return withInput(draft, input);
}

/** What an experiment was asked for, to be asked for again. */
export function draftOfExperiment(
  draft: ExperimentDraft,
  { name, input, vary }: ExperimentView,
): ExperimentDraft {
  const varied = vary.interventions;
  const { random_seeds: seeds } = vary;
  return {
    ...withInput(draft, input),
    name,
    ...(vary.rounds && { rounds: vary.rounds.join(', ') }),
    ...(typeof seeds === 'number' && { seedCount: seeds }),
    ...(Array.isArray(seeds) && { seeds: 'list', seedList: seeds.join('\n') }),
    dials: (vary.dials ?? []) as readonly Dial[],
    ...(varied && {
      interventions: varied.find((list) => list.length > 0) ?? [],
      withAndWithout: varied.some((list) => list.length === 0),
    }),
    ...(vary.packs && { packs: vary.packs }),
  };
}

function withInput(draft: ExperimentDraft, input: Partial<Request['input']>): ExperimentDraft {
  return {
    ...draft,
    seed: pretty(input.seed),
    rounds: String(input.rounds ?? 3),
    interventions: input.interventions ?? [],
    withAndWithout: false,
    packs: [input.packs ?? DEFAULT_PACKS],
    commonRandomNumbers: input.common_random_numbers ?? false,
  };
}

/** The numbers of a list; NaN for what is none. */
const numbersIn = (text: string): number[] =>
  text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(Number);

const seedsOf = ({ seeds, seedCount, seedList }: ExperimentDraft): number | string[] =>
  seeds === 'count' ? seedCount : [...new Set(linesOf(seedList))];

/** The incident that was typed; null when it is no JSON object. */
export function seedIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** What POST /experiments takes. */
export function requestOf(draft: ExperimentDraft): Request {
  const rounds = numbersIn(draft.rounds);
  const { interventions, packs, dials } = draft;
  const isVaried = interventions.length > 0 && draft.withAndWithout;
  return {
    ...(draft.name.trim() !== '' && { name: draft.name }),
    input: {
      seed: (seedIn(draft.seed) ?? {}) as unknown as Request['input']['seed'],
      ...(rounds.length === 1 && { rounds: rounds[0] ?? 3 }),
      ...(interventions.length > 0 && !isVaried && { interventions: [...interventions] }),
      ...(packs.length === 1 && packs[0] !== DEFAULT_PACKS && { packs: packs[0] ?? DEFAULT_PACKS }),
      ...(draft.commonRandomNumbers && { common_random_numbers: true }),
    },
    vary: {
      random_seeds: seedsOf(draft),
      ...(rounds.length > 1 && { rounds }),
      ...(dials.length > 0 && { dials: [...dials] }),
      ...(isVaried && { interventions: [[], [...interventions]] }),
      ...(packs.length > 1 && { packs: [...packs] }),
    },
    max_stage_retries: draft.maxStageRetries,
  };
}

/** How many runs it makes: one for each combination. */
export function runsOf(draft: ExperimentDraft): number {
  const seeds = seedsOf(draft);
  return [
    Array.isArray(seeds) ? seeds.length : seeds,
    numbersIn(draft.rounds).length,
    Math.max(1, draft.dials.length),
    draft.interventions.length > 0 && draft.withAndWithout ? 2 : 1,
    draft.packs.length,
  ].reduce((product, factor) => product * factor, 1);
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

type Faults = Readonly<Record<string, string>>;

/** What is wrong with a draft, by the pointer of each field in the request; the service has the last word. */
export function faultsOf(draft: ExperimentDraft, access: Access): Faults {
  const faults: Record<string, string> = {};
  const check = (pointer: string, isWrong: boolean, message: string) => {
    if (isWrong) faults[pointer] ??= message;
  };
  check('/input/seed', seedIn(draft.seed) === null, 'This is no JSON object.');
  check('/name', draft.name.length > 200, 'At most 200 characters.');
  const rounds = numbersIn(draft.rounds);
  check(
    '/vary/rounds',
    rounds.length === 0 || !rounds.every((value) => isWhole(value, 1, access.max_rounds)),
    `Whole numbers from 1 to ${access.max_rounds}, with commas between.`,
  );
  const seeds = seedsOf(draft);
  if (Array.isArray(seeds)) {
    check('/vary/random_seeds', seeds.length === 0, 'Give at least one.');
    check(
      '/vary/random_seeds',
      seeds.some((seed) => seed.length > MOST_SEED_LENGTH),
      `A random seed has at most ${MOST_SEED_LENGTH} characters.`,
    );
  } else check('/vary/random_seeds', !isWhole(seeds, 1, MOST_RUNS), 'From 1 to 10,000.');
  check('/vary/packs', draft.packs.length === 0, 'Choose at least one.');
  const runs = runsOf(draft);
  check('/vary', runs > MOST_RUNS, `These are ${runs} runs; an experiment has at most 10,000.`);
  check(
    '/max_stage_retries',
    !isWhole(draft.maxStageRetries, 0, access.max_stage_retries),
    `From 0 to ${access.max_stage_retries}.`,
  );
  for (const [index, { kind, text, stakeholder }] of draft.interventions.entries()) {
    const at = `/interventions/${index}`;
    check(at, (kind === 'fact' || kind === 'statement') && !text?.trim(), 'Say what it says.');
    check(at, kind === 'statement' && !stakeholder?.trim(), 'Say who says it.');
  }
  return faults;
}
