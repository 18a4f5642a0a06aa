import type { IncidentWords } from '../domain/incident-words.js';
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

/** Of how many of a conflict's claims something holds, and how much that counts before strength does. */
const GROUNDED = { named: 2, cited: 1 } as const;

/** What the thread is at odds about, who stands beside it, and where both sides could meet. */
export function conflictMap(
  comments: readonly ThreadComment[],
  pairs: readonly ReplyPair[],
  incident: IncidentWords,
): ConflictMap {
  const grounds = new Grounds(incident);
  const conflict = strongestConflict(comments, pairs, grounds);
  const isSide = sameAs(conflict ? [conflict.a.claim, conflict.b.claim] : []);
  const third = conflict && thirdInterest(comments, conflict, isSide);
  return {
    ...sidesOf(conflict, grounds),
    third_interest: third ? quote(third) : null,
    mediation_points: mediationPoints(comments, pairs, isSide),
  };
}

/** The two sides alone: what a gate looks at. */
export function conflictSides(
  comments: readonly ThreadComment[],
  pairs: readonly ReplyPair[],
  incident: IncidentWords,
): Pick<ConflictMap, 'claim_a' | 'claim_b'> {
  const grounds = new Grounds(incident);
  return sidesOf(strongestConflict(comments, pairs, grounds), grounds);
}

function sidesOf(conflict: Conflict | null, grounds: Grounds): Pick<ConflictMap, 'claim_a' | 'claim_b'> {
  const side = ({ opposition }: Conflict, comment: ThreadComment): OpposedClaim => ({
    ...quote(comment),
    opposition,
    grounded: grounds.of(comment) > 0,
  });
  return { claim_a: conflict && side(conflict, conflict.a), claim_b: conflict && side(conflict, conflict.b) };
}

/** How well claims are grounded: they name the incident, or rest on a fact of it. Each comment is looked at once. */
class Grounds {
  private readonly known = new Map<ThreadComment, number>();

  constructor(private readonly incident: IncidentWords) {}

  /** From 0, for neither, to 3. */
  of(comment: ThreadComment): number {
    const known = this.known.get(comment);
    if (known !== undefined) return known;
    const named = this.incident.namedIn(comment.claim) ? GROUNDED.named : 0;
    const grounds = named + (comment.cites_fact ? GROUNDED.cited : 0);
    this.known.set(comment, grounds);
    return grounds;
  }
}

/**
 * The two strongest opposed claims, the stronger one first. A dispute that was really had goes before one that only the
 * intents make, claims that are grounded in the incident before others, and two communities before one.
 */
function strongestConflict(
  comments: readonly ThreadComment[],
  pairs: readonly ReplyPair[],
  grounds: Grounds,
): Conflict | null {
  const disputes = pairs
    .filter(isDispute)
    .map(({ answered, answer }) => conflictOf(answered, answer, 'reply'))
    .filter(isBetweenTwo);
  const conflicts = disputes.length > 0 ? disputes : opposedByIntent(comments).filter(isBetweenTwo);
  const groundsOf = ({ a, b }: Conflict) => Math.min(grounds.of(a), 2) + Math.min(grounds.of(b), 2);
  const best = Math.max(0, ...conflicts.map(groundsOf));
  const grounded = conflicts.filter((conflict) => groundsOf(conflict) === best);
  const across = grounded.filter(({ a, b }) => a.community_id !== b.community_id);
  return strongestOf(across) ?? strongestOf(grounded);
}

/** Whether an answer opposes what it answers, or its author stands on the other side of the question. */
function isDispute({ answered, answer, stance }: ReplyPair): boolean {
  if (stance === 'oppose') return true;
  const sides = [answered.position, answer.position];
  return stance === 'ask' && sides.includes('for') && sides.includes('against');
}

function isBetweenTwo({ a, b }: Conflict): boolean {
  return a.claim !== b.claim && a.speaker.persona_id !== b.speaker.persona_id;
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
