import { OPPOSED } from '../generation/comment-plan.js';
import { INTENTS, type Intent } from '../domain/intent.js';
import { sameAs } from './same-claim.js';
import { mediationPoints } from './mediation-points.js';
import type { ReplyPair } from './replies.js';
import type { OpposedClaim } from './quotes.js';
import type { ConflictMap } from './report.js';
import { byScore, quote, type ThreadComment } from './thread-comment.js';

/** Two comments that are at odds. */
interface Conflict {
  readonly a: ThreadComment;
  readonly b: ThreadComment;
  readonly opposition: OpposedClaim['opposition'];
}

/** What the thread is at odds about, who stands beside it, and where both sides could meet. */
export function conflictMap(comments: readonly ThreadComment[], pairs: readonly ReplyPair[]): ConflictMap {
  const conflict = strongestConflict(comments, pairs);
  const isSide = sameAs(conflict ? [conflict.a.claim, conflict.b.claim] : []);
  const third = conflict && thirdInterest(comments, conflict, isSide);
  return {
    claim_a: conflict && { ...quote(conflict.a), opposition: conflict.opposition },
    claim_b: conflict && { ...quote(conflict.b), opposition: conflict.opposition },
    third_interest: third ? quote(third) : null,
    mediation_points: mediationPoints(comments, pairs, isSide),
  };
}

/**
 * The two strongest opposed claims, the stronger one first: of two communities; only when no two communities are at
 * odds, of one. A dispute that was really had goes before one that only the intents make.
 */
function strongestConflict(comments: readonly ThreadComment[], pairs: readonly ReplyPair[]): Conflict | null {
  const disputes = pairs
    .filter(({ stance }) => stance === 'oppose')
    .map(({ answered, answer }) => conflictOf(answered, answer, 'reply'));
  const all = [...disputes, ...opposedByIntent(comments)].filter(
    ({ a, b }) => a.claim !== b.claim && a.speaker.persona_id !== b.speaker.persona_id,
  );
  const across = all.filter(({ a, b }) => a.community_id !== b.community_id);
  return strongestOf(across) ?? strongestOf(all);
}

function conflictOf(one: ThreadComment, other: ThreadComment, opposition: Conflict['opposition']): Conflict {
  const [a, b] = byScore(one, other) <= 0 ? [one, other] : [other, one];
  return { a, b, opposition };
}

/** Of equal conflicts, the first. */
function strongestOf(conflicts: readonly Conflict[]): Conflict | null {
  const strength = ({ a, b }: Conflict) => a.score + b.score;
  return conflicts.reduce<Conflict | null>(
    (best, conflict) => (best && strength(best) >= strength(conflict) ? best : conflict),
    null,
  );
}

/**
 * Conflicts between intents that pull against each other. The strongest one of two communities is among those
 * between the best two communities of each intent, however long the thread is.
 */
function opposedByIntent(comments: readonly ThreadComment[]): Conflict[] {
  const ranked = comments.toSorted(byScore);
  const best = new Map(INTENTS.map((intent) => [intent, bestOfTwoCommunities(ranked, intent)]));
  return INTENTS.flatMap((intent) =>
    OPPOSED[intent].flatMap((other) =>
      (best.get(intent) ?? []).flatMap((one) =>
        (best.get(other) ?? []).map((its) => conflictOf(one, its, 'intents')),
      ),
    ),
  );
}

function bestOfTwoCommunities(ranked: readonly ThreadComment[], intent: Intent): ThreadComment[] {
  const first = ranked.find((comment) => comment.intent === intent);
  if (!first) return [];
  const second = ranked.find(
    (comment) => comment.intent === intent && comment.community_id !== first.community_id,
  );
  return second ? [first, second] : [first];
}

/** The strongest claim of a community on neither side. */
function thirdInterest(
  comments: readonly ThreadComment[],
  { a, b }: Conflict,
  isSide: (claim: string) => boolean,
): ThreadComment | null {
  const sides = new Set([a.community_id, b.community_id]);
  const others = comments.filter(({ community_id }) => !sides.has(community_id)).toSorted(byScore);
  return others.find(({ claim }) => !isSide(claim)) ?? null;
}
