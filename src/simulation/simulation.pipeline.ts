import { ApiDocumentation, ErrorCodes, validateDto } from '../common/index.js';
import {
  Pipeline,
  type AcceptedInput,
  type ForkPoint,
  type ForkSource,
  type ForkedInput,
  type RunOptions,
  type RunPipeline,
  type RunProjection,
} from '../runs/index.js';
import { canonChecks } from './canon/canon-gate.js';
import { contextRow } from './context/run-context.js';
import { SeedIntake } from './context/seed-intake.js';
import { SIMULATION_DOCUMENTATION } from './documentation/simulation-documentation.js';
import type { InputChange } from './domain/input-change.js';
import { inOrder, type Intervention } from './domain/intervention.js';
import type { RequestedSeed, SimulationInput } from './domain/seed.js';
import type { SimulationState } from './domain/thread-state.js';
import { SimulationForker } from './fork/simulation-forker.js';
import { safeIntervention } from './gates/safe-seed.js';
import { SimulationInputDto } from './dto/simulation-input.dto.js';
import { DEFAULT_PACKS } from './simulation.options.js';
import { WorldStore } from './packs/world.store.js';
import { SIMULATION_ATTRIBUTES, SIMULATION_LINKS } from './simulation.attributes.js';
import { SIMULATION_ERRORS } from './simulation.error-codes.js';
import { SimulationLimits } from './simulation-limits.js';
import { CanonGateFailedError } from './simulation.errors.js';

/** The built-in pipeline's id. */
export const SIMULATION = 'simulation';

/** What a simulation is asked for; valid by the time it gets here. */
export interface SimulationRequest {
  readonly seed: RequestedSeed;
  readonly rounds: number;
  readonly random_seed?: string;
  readonly common_random_numbers?: boolean;
  readonly packs?: string;
  readonly interventions?: readonly Intervention[];
  readonly changes?: readonly InputChange[];
}

/** What of a checked input is the request. */
function requestOf(dto: SimulationInputDto): SimulationRequest {
  const { seed, rounds, random_seed, common_random_numbers, packs, interventions, changes } = dto;
  return {
    seed,
    rounds,
    ...(random_seed !== undefined && { random_seed }),
    ...(common_random_numbers && { common_random_numbers }),
    ...(packs !== undefined && { packs }),
    interventions: interventions as Intervention[], // what each kind needs has been checked
    changes: changes.toSorted((a, b) => a.from_round - b.from_round),
  };
}

/** What the RunsModule needs to know of simulations. */
@Pipeline({ id: SIMULATION, attributes: SIMULATION_ATTRIBUTES, links: SIMULATION_LINKS })
@ErrorCodes(SIMULATION_ERRORS)
@ApiDocumentation(SIMULATION_DOCUMENTATION)
export class SimulationPipeline implements RunPipeline {
  constructor(
    private readonly worlds: WorldStore,
    private readonly seeds: SeedIntake,
    private readonly limits: SimulationLimits,
    private readonly forker: SimulationForker,
  ) {}

  /** @throws FieldsInvalidError naming every field that is wrong */
  check(input: unknown): SimulationRequest {
    const request = validateDto(SimulationInputDto, input);
    this.limits.check(request);
    return requestOf(request);
  }

  /** @throws UnknownPacksError, UnknownBoardError, EmptyBoardError, UnknownZoneError, CanonGateFailedError */
  accept(request: unknown, options: RunOptions): AcceptedInput {
    const { seed: asked, rounds, random_seed, ...rest } = request as SimulationRequest;
    const { common_random_numbers, packs = DEFAULT_PACKS, interventions = [], changes = [] } = rest;
    const randomSeed = random_seed ?? asked.seed_id;
    const world = this.worlds.named(packs);
    const { seed, safe, redactions, passages, content_digest, ...taken } = this.seeds.take(world, asked);
    const checks = interventions.length > 0 ? canonChecks(world, seed, interventions) : taken.checks;
    if (checks.some(({ passed }) => !passed)) throw new CanonGateFailedError(checks);
    const input: SimulationInput = {
      seed: safe,
      rounds,
      passages,
      pack_fingerprint: world.fingerprint,
      ...(packs !== DEFAULT_PACKS && { packs }),
      ...(!common_random_numbers && { content_digest }),
      ...(interventions.length > 0 && {
        interventions: inOrder(
          interventions.map((each, index) => safeIntervention(world, safe, each, index)),
        ),
      }),
      ...(changes.length > 0 && { changes }),
    };
    return {
      input,
      randomSeed,
      rows: [
        { ...contextRow(world, input, randomSeed, options), ...(redactions.length > 0 && { redactions }) },
      ],
      projection: {
        title: safe.title,
        seed_id: seed.seed_id,
        board_id: seed.board_id,
        zone_id: seed.zone_id,
        pack_fingerprint: world.fingerprint,
      },
    };
  }

  /** @throws as `SimulationForker.fork` does */
  fork(source: ForkSource, point: ForkPoint, changes: object): Promise<ForkedInput> {
    return this.forker.fork(SIMULATION, source, point, changes);
  }

  /** Hidden facts stay in the `context` row alone: a run is shown where its readers are not only its writers. */
  describeInput(this: void, input: unknown, randomSeed: string): object {
    const { seed, rounds, content_digest, packs, interventions, changes } = input as Partial<SimulationInput>;
    if (!seed) return {}; // stored by hand: what is shown of a run must not depend on it
    const { hidden_facts: _hidden, ...shown } = seed;
    const common = content_digest === undefined && { common_random_numbers: true };
    const further = interventions && { interventions: interventions.map(asRequested) };
    return {
      seed: shown,
      rounds,
      random_seed: randomSeed,
      ...common,
      ...(packs !== undefined && { packs }),
      ...further,
      ...(changes && { changes }),
    };
  }

  project(state: unknown): RunProjection {
    const { loop, end } = state as SimulationState;
    if (!loop) return {};
    return {
      thread_status: loop.status,
      termination_reason: end?.termination_reason ?? loop.termination_reason,
      total_reports: loop.reports,
      rounds_run: loop.round,
      report_gate_pass: end?.report_gate_pass ?? null,
      ...(loop.tokens && { tokens: { ...loop.tokens } }),
    };
  }
}

function asRequested({ redactions: _, ...intervention }: Intervention): object {
  return intervention;
}
