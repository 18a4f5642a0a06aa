import type { RandomStream } from '../../common/index.js';
import { POSITION_STANCES, type HeldPosition, type PositionStance } from '../domain/position.js';
import type { Seed } from '../domain/seed.js';
import type { SpokenComment } from '../domain/thread-state.js';
import type { PositionLeaning } from '../packs/world-extensions.js';
import type { EvidenceGrade } from '../packs/schema/world.pack.js';
import type { Speaker } from '../packs/world.js';
import type { Incident } from './incident.js';

/** How likely each stance is at first, before archetype and grade count. */
const FIRST: Readonly<Record<PositionStance, number>> = { for: 1, against: 0.8, undecided: 0.9 };
/** Good evidence makes accusers, poor evidence makes doubters. */
const BY_GRADE: Readonly<Record<EvidenceGrade, Readonly<Record<PositionStance, number>>>> = {
  A: { for: 1.3, against: 0.9, undecided: 0.9 },
  B: { for: 1, against: 1, undecided: 1 },
  C: { for: 0.9, against: 1.1, undecided: 1.3 },
};
/** How often the reason is a fact, where there are facts. */
const FACT_REASON = 0.75;
/** The bounds of a first firmness, and what a change adds to it. */
const FIRMNESS = { least: 0.15, most: 0.7, perChange: 0.15 } as const;
/** How likely a fact that somebody cites moves a persona, by the grade of the evidence. */
export const MOVES: Readonly<Record<EvidenceGrade, number>> = { A: 0.5, B: 0.42, C: 0.34 };
const MOVES_ADDRESSED = 1.5;
const MOVES_UNDECIDED = 1.4;
/** How often somebody who is moved changes sides at once, instead of doubting first. */
const CHANGES_SIDES = 0.3;
/** Facts that a persona remembers having weighed. */
const WEIGHED = 20;

/** The position that a persona comes with. */
export function firstPosition(
  speaker: Speaker,
  seed: Pick<Seed, 'title' | 'evidence_grade'>,
  incident: Incident,
  leaning: PositionLeaning | undefined,
  random: RandomStream,
): HeldPosition {
  const weights = POSITION_STANCES.map(
    (stance) => FIRST[stance] * BY_GRADE[seed.evidence_grade][stance] * (leaning?.[stance] ?? 1),
  );
  const stance = pickStance(weights, random);
  const about = incident.parties.length > 0 ? random.pick(incident.parties).name : null;
  const firmness = FIRMNESS.least + random.next() * (FIRMNESS.most - FIRMNESS.least);
  const { biases } = speaker.community;
  if (incident.facts.length > 0 && (random.chance(FACT_REASON) || biases.length === 0)) {
    const { id, text } = random.pick(incident.facts).evidence;
    return { stance, reason: text, reason_id: id, about, firmness, weighed: [] };
  }
  const reason = biases.length > 0 ? random.pick(biases) : seed.title;
  return { stance, reason, reason_id: null, about, firmness, weighed: [] };
}

function pickStance(weights: readonly number[], random: RandomStream): PositionStance {
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return POSITION_STANCES[weights.findIndex((weight) => (rest -= weight) < 0)] ?? 'undecided';
}

/** What became of a position when a comment was read. */
interface Persuasion {
  readonly position: HeldPosition;
  /** The comment that moved it; null when it holds. */
  readonly because: SpokenComment | null;
  /** Whether a fact against it was weighed, moved or not. */
  readonly tested: boolean;
}

/** Weighs the facts that others have cited against a position: the first that moves it does. */
export function persuaded(
  personaId: string,
  position: HeldPosition,
  comments: readonly SpokenComment[],
  incident: Incident,
  random: RandomStream,
): Persuasion {
  let weighed = position.weighed;
  let tested = false;
  for (const comment of comments) {
    const fact = incident.factOf(comment.fact_id);
    if (!fact || comment.persona_id === personaId) continue;
    if (comment.stance === 'undecided' || comment.stance === position.stance) continue;
    const { id, text, grade } = fact.evidence;
    if (weighed.includes(id)) continue;
    weighed = [...weighed, id].slice(-WEIGHED);
    tested = true;
    const addressed = comment.to === personaId ? MOVES_ADDRESSED : 1;
    const open = position.stance === 'undecided' ? MOVES_UNDECIDED : 1;
    if (!random.chance(Math.min(0.9, MOVES[grade] * addressed * open * (1.2 - position.firmness)))) continue;
    const turns = position.stance !== 'undecided' && !random.chance(CHANGES_SIDES);
    const stance = turns ? 'undecided' : comment.stance;
    const about = stance === 'for' ? (comment.about ?? position.about) : position.about;
    const firmness = Math.min(1, position.firmness + FIRMNESS.perChange);
    const moved = { stance, reason: text, reason_id: id, about, firmness, weighed } as const;
    return { position: moved, because: comment, tested };
  }
  return { position: { ...position, weighed }, because: null, tested };
}
