import { Inject } from '@nestjs/common';
import { checked } from '../common/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import {
  Pipeline,
  type AcceptedInput,
  type RunOptions,
  type RunPipeline,
  type RunProjection,
} from '../runs/index.js';
import { canonChecks } from './canon/canon-gate.js';
import { ContextBuilder, contextRow } from './context/run-context.js';
import type { Seed, SimulationInput } from './domain/seed.js';
import type { SimulationState } from './domain/thread-state.js';
import { SimulationInputDto } from './dto/simulation-input.dto.js';
import { WorldStore } from './packs/world.store.js';
import { checkLimits } from './simulation-limits.js';
import { CanonGateFailedError, EmptyBoardError, UnknownBoardError } from './simulation.errors.js';

/** The built-in pipeline's id. */
export const SIMULATION = 'simulation';

/** What a simulation is asked for; valid by the time it gets here. */
export interface SimulationRequest {
  readonly seed: Seed;
  readonly rounds: number;
  readonly random_seed?: string;
}

/** The part of a checked body that is the simulation's. */
export function requestOf({ seed, rounds, random_seed }: SimulationInputDto): SimulationRequest {
  return { seed, rounds, ...(random_seed !== undefined && { random_seed }) };
}

/** What the RunsModule needs to know of simulations. */
@Pipeline({ id: SIMULATION })
export class SimulationPipeline implements RunPipeline {
  constructor(
    private readonly worlds: WorldStore,
    private readonly contexts: ContextBuilder,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /** @throws FieldsInvalidError naming every field that is wrong */
  check(input: unknown): SimulationRequest {
    const request = checked(SimulationInputDto, input);
    checkLimits(request, this.config);
    return requestOf(request);
  }

  /** @throws UnknownBoardError, CanonGateFailedError */
  accept(request: unknown, options: RunOptions): AcceptedInput {
    const { seed, rounds, random_seed: randomSeed = seed.seed_id } = request as SimulationRequest;
    const world = this.worlds.current;
    if (!world.boards.has(seed.board_id))
      throw new UnknownBoardError(seed.board_id, [...world.boards.keys()]);
    if (world.communitiesOf(seed.board_id).length === 0) throw new EmptyBoardError(seed.board_id);
    const checks = canonChecks(world, seed);
    if (checks.some(({ passed }) => !passed)) throw new CanonGateFailedError(checks);
    const passages = this.contexts.passagesFor(world, seed);
    const input: SimulationInput = { seed, rounds, passages, pack_fingerprint: world.fingerprint };
    return {
      input,
      randomSeed,
      rows: [contextRow(world, input, randomSeed, options)],
      projection: {
        title: seed.title,
        seed_id: seed.seed_id,
        board_id: seed.board_id,
        zone_id: seed.zone_id,
        pack_fingerprint: world.fingerprint,
      },
    };
  }

  describeInput(this: void, input: unknown, randomSeed: string): object {
    const { seed, rounds } = input as SimulationInput;
    return { seed, rounds, random_seed: randomSeed };
  }

  project(state: unknown): Partial<RunProjection> {
    const { loop, end } = state as SimulationState;
    if (!loop) return {};
    return {
      thread_status: loop.status,
      termination_reason: end?.termination_reason ?? loop.termination_reason,
      total_reports: loop.reports,
      rounds_run: loop.round,
      report_gate_pass: end?.report_gate_pass ?? null,
    };
  }
}
