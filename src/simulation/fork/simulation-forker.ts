import { Injectable } from '@nestjs/common';
import { FieldsInvalidError, RANDOM_STREAMS_VERSION, validateDto } from '../../common/index.js';
import { StageNodeRegistry } from '../../orchestrator/index.js';
import {
  ForkRefusedError,
  RunStateConflictError,
  type ForkPoint,
  type ForkSource,
  type ForkedInput,
} from '../../runs/index.js';
import { canonChecks } from '../canon/canon-gate.js';
import { digestBefore } from '../diff/rows-digest.js';
import { AFTER_ROUNDS, BEFORE_ROUNDS, MOST_CHANGES, withChange } from '../domain/input-change.js';
import { MOST_INTERVENTIONS, type Intervention } from '../domain/intervention.js';
import type { SimulationInput } from '../domain/seed.js';
import { ForkChangesDto } from '../dto/changes.dto.js';
import { safeIntervention } from '../gates/safe-seed.js';
import { WorldStore } from '../packs/world.store.js';
import type { World } from '../packs/world.js';
import { SimulationLimits } from '../simulation-limits.js';
import { CanonGateFailedError } from '../simulation.errors.js';
import { forkedInterventions } from './fork-interventions.js';

const ROUND_LOOP = 'round_loop';
const FIRST_STAGE = 'thread_candidate';

/** How far a run has come. */
interface Played {
  /** Rounds that were played to their end. */
  readonly rounds: number;
  /** The version of its draws; null when it has none. */
  readonly randomVersion: unknown;
}

/** Makes the input of a fork: what its source did before the point, and what is other from there on. */
@Injectable()
export class SimulationForker {
  constructor(
    private readonly worlds: WorldStore,
    private readonly limits: SimulationLimits,
    private readonly stages: StageNodeRegistry,
  ) {}

  /**
   * @throws FieldsInvalidError with pointers relative to the changes, CanonGateFailedError
   * @throws ForkRefusedError, RunStateConflictError when the rows before the point would not be those of the source
   */
  async fork(pipeline: string, source: ForkSource, point: ForkPoint, given: object): Promise<ForkedInput> {
    const { kept: _, ...input } = source.input as SimulationInput;
    const changes = validateDto(ForkChangesDto, given);
    const world = this.worldOf(source, input);
    const from = point.round ?? this.roundOf(pipeline, point.stage ?? FIRST_STAGE);
    const changed = this.changed(source, input, world, { changes, from });
    const stage = point.stage ?? ROUND_LOOP;
    if (point.round === null || point.round === 1) return { input: changed, stage };
    await this.assertPlayed(source, changed, point.round);
    const digest = await digestBefore(point.round, source.rows());
    return { input: { ...changed, kept: { before_round: point.round, digest } }, stage };
  }

  private worldOf({ run_id }: ForkSource, { pack_fingerprint }: SimulationInput): World {
    const world = this.worlds.find(pack_fingerprint);
    if (world) return world;
    const message = 'The world has changed since the run began, so that the fork could not go on as it did.';
    throw new ForkRefusedError(run_id, 'world_changed', message);
  }

  /** The first round that a fork at a stage node plays anew. */
  private roundOf(pipeline: string, stage: string): number {
    const nodes = this.stages.nodesOf(pipeline).map(({ id }) => id);
    if (nodes.indexOf(stage) <= nodes.indexOf(FIRST_STAGE)) return BEFORE_ROUNDS;
    return nodes.indexOf(stage) <= nodes.indexOf(ROUND_LOOP) ? 1 : AFTER_ROUNDS;
  }

  private changed(
    source: ForkSource,
    input: SimulationInput,
    world: World,
    { changes, from }: { readonly changes: ForkChangesDto; readonly from: number },
  ): SimulationInput {
    const { dial, random_seed, rounds = input.rounds } = changes;
    if (rounds !== input.rounds && rounds < from) {
      throw beforePoint(source, `With ${rounds} rounds the fork would end before the point where it begins.`);
    }
    const { interventions = [], ...rest } = input;
    const given = changes.interventions === undefined ? null : (changes.interventions as Intervention[]);
    this.limits.check({ rounds, seed: input.seed, interventions: given ?? [] });
    if (given) assertClear(world, input, given);
    const safe = given?.map((each, index) => safeIntervention(world, input.seed, each, index)) ?? null;
    const all = forkedInterventions(interventions, safe, from);
    if (!all) {
      throw beforePoint(
        source,
        'The interventions before the point have to be those of the run, or left out.',
      );
    }
    const now = withChange(input.changes ?? [], {
      from_round: from,
      ...(dial && { dial }),
      ...(random_seed !== undefined && { random_seed }),
    });
    assertFew('/interventions', all.length, MOST_INTERVENTIONS);
    assertFew('', now.length, MOST_CHANGES);
    const { changes: __, ...lasting } = rest;
    return {
      ...lasting,
      rounds,
      ...(all.length > 0 && { interventions: all }),
      ...(now.length > 0 && { changes: now }),
    };
  }

  /** @throws RunStateConflictError, ForkRefusedError */
  private async assertPlayed(source: ForkSource, { rounds }: SimulationInput, round: number): Promise<void> {
    const played = await playedOf(source);
    const ending = source.attributes['termination_reason'] ?? 'round_limit';
    const last = ending === 'round_limit' ? Math.min(rounds, played.rounds + 1) : played.rounds;
    if (round > last) {
      throw new RunStateConflictError(
        source,
        `The run has played ${played.rounds} of its rounds: it cannot be forked at round ${round}.`,
      );
    }
    if (played.randomVersion === RANDOM_STREAMS_VERSION) return;
    const message = 'The run was begun by an earlier version, whose draws cannot be repeated.';
    throw new ForkRefusedError(source.run_id, 'older_version', message);
  }
}

async function playedOf(source: ForkSource): Promise<Played> {
  let rounds = 0;
  let randomVersion: unknown = null;
  for await (const row of source.rows()) {
    if (row.type === 'context') randomVersion = row['random_version'] ?? null;
    if (row.type === 'round_summary') rounds = Number(row['round']);
  }
  return { rounds, randomVersion };
}

function beforePoint({ run_id }: ForkSource, message: string): ForkRefusedError {
  return new ForkRefusedError(run_id, 'changes_before_point', message);
}

/** @throws CanonGateFailedError with pointers into the body of a fork */
function assertClear(world: World, { seed }: SimulationInput, interventions: readonly Intervention[]): void {
  const checks = canonChecks(world, seed, interventions);
  if (checks.every(({ passed }) => passed)) return;
  throw new CanonGateFailedError(
    checks.map((check) => ({
      ...check,
      ...(check.pointers && { pointers: check.pointers.map((pointer) => `/changes${pointer}`) }),
    })),
  );
}

/** @throws FieldsInvalidError */
function assertFew(pointer: string, count: number, most: number): void {
  if (count <= most) return;
  const message = `a fork can have ${most} at the most, with those before the point; these would be ${count}`;
  throw new FieldsInvalidError([{ pointer, message }]);
}
