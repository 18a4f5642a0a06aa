import type { Intervention } from '../domain/intervention.js';
import type { Seed } from '../domain/seed.js';
import type { World } from '../packs/world.js';
import { forbiddenTerms } from './forbidden-terms.policy.js';
import {
  danglingEntities,
  glossaryConflicts,
  relationConflicts,
  timelineFaults,
} from './world-checks.policy.js';

/** What one check of the canon gate found. */
export interface CanonCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly details: readonly string[];
  /** The places of the request that a failed check of the seed is about, as JSON pointers. */
  readonly pointers?: readonly string[];
}

/** Which gate it is, and which version of it. */
export const CANON_GATE = 'canon_gate.v1';
/** Findings that a check tells at the most; of the rest it tells the number. */
const MAX_DETAILS = 50;

const WORLD_CHECKS = new WeakMap<World, readonly CanonCheck[]>();

/** The checks of the gate: those of the world, made once for each, and that of the seed and of what interventions say. */
export function canonChecks(
  world: World,
  seed: Seed,
  interventions: readonly Intervention[] = [],
): CanonCheck[] {
  const found = forbiddenTerms(world.packs.world.forbidden_terms, seed, interventions);
  const seedCheck = check(
    'seed_forbidden_terms',
    found.map(({ details }) => details),
  );
  if (seedCheck.passed) return [...worldChecks(world), seedCheck];
  const pointers = [...new Set(found.map(({ pointer }) => pointer))].slice(0, MAX_DETAILS);
  return [...worldChecks(world), { ...seedCheck, pointers }];
}

/** The checks that no seed can pass in this world. */
export function failedChecks(world: World): CanonCheck[] {
  return worldChecks(world).filter(({ passed }) => !passed);
}

function worldChecks(world: World): readonly CanonCheck[] {
  const known = WORLD_CHECKS.get(world);
  if (known) return known;
  const pack = world.packs.world;
  const checks = [
    check('reference_integrity', danglingEntities(pack)),
    check('timeline_consistency', timelineFaults(pack)),
    check('relation_conflicts', relationConflicts(pack)),
    check('glossary_conflicts', glossaryConflicts(pack)),
  ];
  WORLD_CHECKS.set(world, checks);
  return checks;
}

function check(name: string, found: readonly string[]): CanonCheck {
  const more = found.length - MAX_DETAILS;
  const details = more > 0 ? [...found.slice(0, MAX_DETAILS), `and ${more} more`] : found;
  return { name, passed: found.length === 0, details };
}
