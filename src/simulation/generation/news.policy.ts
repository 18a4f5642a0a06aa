import type { RandomStream } from '../../common/index.js';
import type { NewsKind } from '../domain/intervention.js';
import type { HeldPosition, PositionStance } from '../domain/position.js';
import type { PostedNews } from '../domain/thread-state.js';
import type { Evidence } from './text-generator.js';
import { MOVES } from './position.policy.js';

/** Interventions that one comment takes up at the most. */
const MOST_TAKEN = 2;
/** The share of comments that take an intervention up at the least, and how often one does that need not. */
const TAKEN = { least: 0.75, chance: 0.6 } as const;

/** What news say to the question whether somebody has to answer for something, in weights; what moderators do says nothing. */
const MEANINGS: Readonly<Partial<Record<NewsKind, Readonly<Record<PositionStance, number>>>>> = {
  reveal: { for: 6, against: 1, undecided: 2 },
  fact: { for: 4, against: 2, undecided: 3 },
  statement: { for: 2, against: 5, undecided: 3 },
  evidence_lost: { for: 0, against: 0, undecided: 1 },
};
/** How often somebody who is moved changes sides at once, instead of doubting first. */
const CHANGES_SIDES = 0.4;
const FIRMER = 0.15;
/** Facts that a persona remembers having weighed. */
const WEIGHED = 20;

/** Which news a comment takes up: those that fewest have taken up first. */
export function newsTaken(
  posted: readonly PostedNews[],
  moving: PostedNews | null,
  random: RandomStream,
): PostedNews[] {
  const wanted = posted
    .filter((news) => {
      const isDue = news.taken < TAKEN.least * (news.taken + news.passed + 1);
      return random.chance(TAKEN.chance) || isDue || news === moving;
    })
    .toSorted((a, b) => Number(b === moving) - Number(a === moving) || shareOf(a) - shareOf(b));
  return wanted.slice(0, MOST_TAKEN);
}

function shareOf({ taken, passed }: PostedNews): number {
  return taken / Math.max(1, taken + passed);
}

/** What a piece of news means for the question; null when nothing. One draw of `random` decides, for everybody alike. */
export function meaningOf(kind: NewsKind, random: RandomStream): PositionStance | null {
  const weights = MEANINGS[kind];
  if (!weights) return null;
  const stances = Object.keys(weights) as PositionStance[];
  let rest = random.next() * stances.reduce((sum, stance) => sum + weights[stance], 0);
  return stances.find((stance) => (rest -= weights[stance]) < 0) ?? 'undecided';
}

/** What a persona makes of news: it weighs them once. */
export function weighed(
  position: HeldPosition,
  { id, stance, evidence }: WeighedNews,
  random: RandomStream,
): { readonly position: HeldPosition; readonly isMoved: boolean } {
  const held = { ...position, weighed: [...position.weighed, id].slice(-WEIGHED) };
  const chance = MOVES[evidence?.grade ?? 'B'] * (1.3 - position.firmness);
  if (stance === position.stance || !random.chance(chance)) return { position: held, isMoved: false };
  const doubts = position.stance !== 'undecided' && !random.chance(CHANGES_SIDES);
  const reason = evidence && { reason: evidence.text, reason_id: evidence.id };
  const firmness = Math.min(1, position.firmness + FIRMER);
  return {
    position: { ...held, ...reason, stance: doubts ? 'undecided' : stance, firmness },
    isMoved: true,
  };
}

/** News as they are weighed against a position. */
interface WeighedNews {
  readonly id: string;
  readonly stance: PositionStance;
  readonly evidence: Evidence | null;
}
