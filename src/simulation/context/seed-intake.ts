import { Injectable } from '@nestjs/common';
import { LruCache } from '../../common/index.js';
import { canonChecks, type CanonCheck } from '../canon/canon-gate.js';
import type { Redaction } from '../domain/intervention.js';
import { KEPT_INCIDENTS, LONGEST_KEPT } from '../domain/shared-input.js';
import { contentDigest } from '../domain/seed-digest.js';
import type { Passage, RequestedSeed, Seed } from '../domain/seed.js';
import { safeSeed } from '../gates/safe-seed.js';
import type { World } from '../packs/world.js';
import { EmptyBoardError, UnknownBoardError, UnknownZoneError } from '../simulation.errors.js';
import { ContextBuilder } from './run-context.js';

/** What becomes of a seed in a world, whatever else a run is asked for. */
interface TakenSeed {
  /** As it was asked for, with its zone. */
  readonly seed: Seed;
  /** What the canon gate says of it. */
  readonly checks: readonly CanonCheck[];
  /** As it may be shown, and what was blacked out for that. */
  readonly safe: Seed;
  readonly redactions: readonly Redaction[];
  readonly passages: readonly Passage[];
  readonly content_digest: string;
}

/** Checks seeds, and looks up what the world knows of them: once for each that is asked for again and again. */
@Injectable()
export class SeedIntake {
  private readonly known = new WeakMap<World, LruCache<TakenSeed>>();

  constructor(private readonly contexts: ContextBuilder) {}

  /** @throws UnknownBoardError, EmptyBoardError, UnknownZoneError */
  take(world: World, asked: RequestedSeed): TakenSeed {
    const known = this.known.get(world) ?? new LruCache<TakenSeed>(KEPT_INCIDENTS, LONGEST_KEPT);
    this.known.set(world, known);
    return known.get(JSON.stringify(asked), () => this.read(world, asked));
  }

  private read(world: World, asked: RequestedSeed): TakenSeed {
    const seed = { ...asked, dial: { ...asked.dial }, zone_id: zoneOf(world, asked) }; // plain, without classes
    const { seed: safe, redactions } = safeSeed(world, seed);
    return {
      seed,
      checks: canonChecks(world, seed),
      safe,
      redactions,
      passages: this.contexts.passagesFor(world, safe),
      content_digest: contentDigest(safe),
    };
  }
}

/** The zone that a seed is in. */
function zoneOf(world: World, { board_id, zone_id }: RequestedSeed): string {
  if (!world.boards.has(board_id)) throw new UnknownBoardError(board_id, [...world.boards.keys()]);
  const zones = [...new Set(world.communitiesOf(board_id).map((community) => community.zone_id))];
  const [first] = zones;
  if (first === undefined) throw new EmptyBoardError(board_id);
  if (zone_id === undefined) return first;
  if (!zones.includes(zone_id)) throw new UnknownZoneError(board_id, zone_id, zones);
  return zone_id;
}
