import type { ReplyPair } from './replies.js';
import type { MediationPoint } from './quotes.js';
import { byScore, quote, strongest, type ThreadComment } from './thread-comment.js';

/** Points at the most, and how many of a kind. */
const POINTS = 5;
const OF_A_KIND = 2;

/** A comment that may become a point, and why. */
type Proposal = readonly [basis: MediationPoint['basis'], comment: ThreadComment];

/**
 * Claims from which both sides could go on: those that mediate, those that another community agreed with, those that
 * rest on what two communities cite, those of caution or evidence that can be checked. When there are none, the
 * strongest claim that cites something; when nobody cites anything, the strongest claim. A claim that is a side of the
 * conflict is no way out of it, unless nobody claimed anything else.
 * @param isSide whether a claim is one of the conflict's
 */
export function mediationPoints(
  all: readonly ThreadComment[],
  allPairs: readonly ReplyPair[],
  isSide: (claim: string) => boolean,
): MediationPoint[] {
  const free = new Set(all.filter(({ claim }) => !isSide(claim)));
  const comments = free.size > 0 ? [...free] : all;
  const pairs = free.size > 0 ? allPairs.filter(({ answered }) => free.has(answered)) : allPairs;
  const agreements = pairs.filter(
    ({ stance, answered, answer }) => stance === 'agree' && answered.community_id !== answer.community_id,
  );
  const agreedBy = new Map(agreements.map(({ answered, answer }) => [answered.index, answer.speaker]));
  const checkable = comments.filter(({ evidence }) => evidence !== null);
  const proposals: Proposal[] = [
    ...propose('mediating_claim', withIntent(comments, 'mediate')),
    ...propose(
      'agreement',
      agreements.map(({ answered }) => answered),
    ),
    ...propose('shared_evidence', citingTogether(checkable)),
    ...propose('checkable_claim', withIntent(checkable, 'safety', 'evidence')),
  ];
  const found = proposals.length > 0 ? proposals : lastResort(comments, checkable);
  const different = found.filter(
    ([, { claim }], index) => found.findIndex(([, other]) => other.claim === claim) === index,
  );
  return different.slice(0, POINTS).map(([basis, comment]) => ({
    basis,
    ...quote(comment),
    agreed_by: agreedBy.get(comment.index) ?? null,
    evidence: comment.evidence,
  }));
}

function propose(basis: MediationPoint['basis'], comments: readonly ThreadComment[]): Proposal[] {
  return strongest(comments, OF_A_KIND).map((comment) => [basis, comment]);
}

function withIntent(comments: readonly ThreadComment[], ...intents: string[]): ThreadComment[] {
  return comments.filter(({ intent }) => intent !== null && intents.includes(intent));
}

/** For each piece of evidence that two communities cite, the strongest comment that does. */
function citingTogether(checkable: readonly ThreadComment[]): ThreadComment[] {
  const best = new Map<string, ThreadComment>();
  const shared = new Set<string>();
  for (const comment of checkable) {
    const id = comment.evidence?.id ?? '';
    const known = best.get(id) ?? comment;
    if (known.community_id !== comment.community_id) shared.add(id);
    best.set(id, byScore(known, comment) <= 0 ? known : comment);
  }
  return [...best].filter(([id]) => shared.has(id)).map(([, comment]) => comment);
}

function lastResort(
  comments: readonly ThreadComment[],
  checkable: readonly ThreadComment[],
): readonly Proposal[] {
  const best = checkable.toSorted(byScore)[0];
  return best ? [['checkable_claim', best]] : propose('strongest_claim', comments).slice(0, 1);
}
