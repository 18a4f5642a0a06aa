import { Inject } from '@nestjs/common';
import { FieldsInvalidError, moreThan, validateDto, type FieldError } from '../../common/index.js';
import {
  Pipeline,
  RUNS_OPTIONS,
  type AcceptedInput,
  type RunPipeline,
  type RunProjection,
  type RunsOptions,
} from '../../runs/index.js';
import type { Intervention } from '../domain/intervention.js';
import type { RequestedSeed, SimulationInput } from '../domain/seed.js';
import { ExperimentDto } from '../dto/experiment-request.dto.js';
import { DEFAULT_PACKS } from '../simulation.options.js';
import { SimulationPipeline } from '../simulation.pipeline.js';
import type { AcceptedExperiment, ExperimentState } from './domain/accepted-experiment.js';
import {
  ExperimentPlan,
  MOST_GROUPS,
  MOST_RUNS,
  packsOf,
  sizeOf,
  type ExperimentInput,
  type ExperimentRequest,
} from './domain/experiment-plan.js';
import { EXPERIMENT, EXPERIMENT_ATTRIBUTES } from './experiment.attributes.js';
import { ExperimentTooLargeError } from './experiment.errors.js';
import { placeOf } from './varied-places.js';

/** What the RunsModule needs to know of experiments: an experiment is a run that executes others. */
@Pipeline({ id: EXPERIMENT, attributes: EXPERIMENT_ATTRIBUTES, coordinates: true })
export class ExperimentPipeline implements RunPipeline {
  constructor(
    private readonly simulations: SimulationPipeline,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {}

  /** @throws FieldsInvalidError naming every field that is wrong, ExperimentTooLargeError */
  check(input: unknown): ExperimentRequest {
    const request = validateDto(ExperimentDto, input) as unknown as ExperimentRequest;
    const { runs, groups } = sizeOf(request.vary);
    if (runs > MOST_RUNS || groups > MOST_GROUPS) throw new ExperimentTooLargeError(runs, groups);
    const { maxStageRetries } = this.options;
    const errors = moreThan(maxStageRetries, 'max_stage_retries', request.max_stage_retries);
    errors.push(...this.faultsOfGroups(request));
    if (errors.length > 0) throw new FieldsInvalidError(errors);
    return request;
  }

  /** @throws UnknownPacksError, UnknownBoardError, EmptyBoardError, UnknownZoneError, CanonGateFailedError */
  accept(request: unknown): AcceptedInput {
    const { input, ...experiment } = request as ExperimentRequest;
    const plan = new ExperimentPlan(request as ExperimentRequest);
    const names = packsOf(request as ExperimentRequest);
    const { seed, worlds } = this.inAllWorlds(input, names);
    const safe = (list: readonly Intervention[]) => this.safeInterventions(input, list, names);
    const { interventions } = experiment.vary;
    const [pack_fingerprint = ''] = Object.values(worlds);
    const kept: AcceptedExperiment = {
      ...experiment,
      input: { ...input, seed, interventions: safe(input.interventions ?? []) },
      vary: { ...experiment.vary, ...(interventions && { interventions: interventions.map(safe) }) },
      pack_fingerprint,
      ...(names.some((name) => name !== DEFAULT_PACKS) && { worlds }),
    };
    const title = experiment.name ?? seed.title;
    return { input: kept, projection: { title, pack_fingerprint, runs_total: plan.total } };
  }

  /** As of simulations, hidden facts are not shown. */
  describeInput(this: void, input: unknown): object {
    const {
      pack_fingerprint: _shown,
      worlds: _alsoShown,
      input: common,
      ...request
    } = input as AcceptedExperiment;
    const { hidden_facts: _hidden, ...seed } = common.seed;
    return { ...request, input: { ...common, seed } };
  }

  project(state: unknown): RunProjection {
    const { counts } = state as ExperimentState;
    if (!counts) return {};
    const { running, succeeded, failed, cancelled } = counts;
    return {
      runs_running: running,
      runs_succeeded: succeeded,
      runs_failed: failed,
      runs_cancelled: cancelled,
    };
  }

  /** What the world makes of an input: personal data is blacked out, and the zone is known. */
  private accepted(input: ExperimentInput): SimulationInput {
    const request = this.simulations.check(input);
    return this.simulations.accept(request, { maxStageRetries: null, faults: [] }).input as SimulationInput;
  }

  /** What each of the worlds has blacked out is black, and the zone is the world's where there is only one. */
  private inAllWorlds(
    input: ExperimentInput,
    names: readonly string[],
  ): { seed: RequestedSeed; worlds: Record<string, string> } {
    const worlds: Record<string, string> = {};
    let { seed } = input;
    for (const packs of names) {
      const accepted = this.accepted({ ...input, seed, packs });
      worlds[packs] = accepted.pack_fingerprint;
      const { zone_id, ...safe } = accepted.seed;
      seed = names.length > 1 ? { ...safe, ...zoneAsked(input) } : { ...safe, zone_id };
    }
    return { seed, worlds };
  }

  private safeInterventions(
    input: ExperimentInput,
    list: readonly Intervention[],
    names: readonly string[],
  ): readonly Intervention[] {
    if (list.length === 0) return list;
    return names.reduce((interventions, packs) => {
      const accepted = this.accepted({ ...input, interventions, packs });
      const shown = this.simulations.describeInput(accepted, '') as Partial<ExperimentInput>;
      return shown.interventions ?? [];
    }, list);
  }

  /** What the simulation does not accept of a combination, at the place where it was asked for. */
  private faultsOfGroups(request: ExperimentRequest): FieldError[] {
    const plan = new ExperimentPlan(request);
    const errors = new Map<string, FieldError>();
    for (const group of plan.groups.keys()) {
      try {
        this.simulations.check(plan.inputOf(group));
      } catch (error) {
        if (!(error instanceof FieldsInvalidError)) throw error;
        for (const { pointer, message } of error.errors) {
          const place = placeOf(pointer, group, request.vary);
          errors.set(`${place} ${message}`, { pointer: place, message });
        }
      }
    }
    return [...errors.values()];
  }
}

function zoneAsked({ seed: { zone_id } }: ExperimentInput): Pick<RequestedSeed, 'zone_id'> {
  return zone_id === undefined ? {} : { zone_id };
}
