import type { Intervention } from '../../domain/intervention.js';
import type { Dial, RequestedSeed } from '../../domain/seed.js';
import { DEFAULT_PACKS } from '../../simulation.options.js';

/** The most runs that an experiment may have. */
export const MOST_RUNS = 10_000;
/** The most combinations of packs, dials, rounds and interventions: each has results of its own. */
export const MOST_GROUPS = 1_000;

/** What all runs of an experiment have in common, unless it is varied. */
export interface ExperimentInput {
  readonly seed: RequestedSeed;
  readonly rounds: number;
  readonly interventions?: readonly Intervention[];
  readonly common_random_numbers?: boolean;
  readonly packs?: string;
}

/** What is varied: there is a run for each combination. */
export interface Variation {
  /** `n` stands for "1" to "n"; the seed's id alone unless given. */
  readonly random_seeds?: number | readonly string[];
  readonly dials?: readonly Dial[];
  readonly rounds?: readonly number[];
  readonly interventions?: readonly (readonly Intervention[])[];
  /** Names of packs. */
  readonly packs?: readonly string[];
}

/** What an experiment is asked for; valid by the time it gets here. */
export interface ExperimentRequest {
  readonly name?: string;
  readonly input: ExperimentInput;
  readonly vary: Variation;
  /** Further tries of each stage node of its runs. */
  readonly max_stage_retries?: number;
}

/** The values that the runs of a group have in common, as far as they are varied. */
export interface GroupValues {
  readonly packs?: string;
  readonly dial?: Dial;
  readonly rounds?: number;
  readonly interventions?: readonly Intervention[];
}

/** One run of an experiment. */
export interface PlannedRun {
  readonly index: number;
  /** Which of the plan's groups it belongs to. */
  readonly group: number;
  readonly random_seed: string;
  /** What the simulation is asked for. */
  readonly input: object;
}

/** How many runs and groups a request comes to. Pure. */
export function sizeOf({ random_seeds, packs, dials, rounds, interventions }: Variation): {
  runs: number;
  groups: number;
} {
  const seeds = typeof random_seeds === 'number' ? random_seeds : (random_seeds?.length ?? 1);
  const groups = [packs, dials, rounds, interventions].reduce(
    (product, list) => product * (list?.length ?? 1),
    1,
  );
  return { runs: seeds * groups, groups };
}

/** The runs of an experiment in order: all groups with the first random seed, then with the second, and so on. Pure. */
export class ExperimentPlan {
  readonly groups: readonly GroupValues[];
  readonly total: number;

  constructor(private readonly request: Pick<ExperimentRequest, 'input' | 'vary'>) {
    this.groups = groupsOf(request.vary);
    this.total = sizeOf(request.vary).runs;
  }

  /** @param index 0 to `total` - 1 */
  at(index: number): PlannedRun {
    const group = index % this.groups.length;
    const random_seed = this.randomSeed(Math.floor(index / this.groups.length));
    return { index, group, random_seed, input: { ...this.inputOf(group), random_seed } };
  }

  /** What the simulations of a group are asked for, without a random seed. */
  inputOf(group: number): object {
    const { dial, ...values } = this.groups[group] ?? {};
    const { seed, ...input } = this.request.input;
    return { ...input, seed: dial ? { ...seed, dial } : seed, ...values };
  }

  private randomSeed(number: number): string {
    const { input, vary } = this.request;
    const { random_seeds = [input.seed.seed_id] } = vary;
    return typeof random_seeds === 'number' ? String(number + 1) : (random_seeds[number] ?? '');
  }
}

function groupsOf({ packs, dials, rounds, interventions }: Variation): GroupValues[] {
  return [
    choices('packs', packs),
    choices('dial', dials),
    choices('rounds', rounds),
    choices('interventions', interventions),
  ].reduce((groups, values) => groups.flatMap((group) => values.map((value) => ({ ...group, ...value }))));
}

/** The names of the packs that the runs of a request ask for. Pure. */
export function packsOf({ input, vary }: Pick<ExperimentRequest, 'input' | 'vary'>): readonly string[] {
  return vary.packs ?? [input.packs ?? DEFAULT_PACKS];
}

/** The values to choose from; one choice, which says nothing, where there are none. */
function choices(name: string, values: readonly unknown[] | undefined): object[] {
  return values?.map((value) => ({ [name]: value })) ?? [{}];
}
