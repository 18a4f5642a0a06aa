import { rounded } from '../domain/numbers.js';
import { INTENTS, type Intent } from '../domain/intent.js';
import type { ReplyPair } from './replies.js';
import type { QuotedEvidence, SpeakerRef, Stance } from './quotes.js';
import type { LensSummary } from './report.js';
import { quote, strongest, type ThreadComment } from './thread-comment.js';

/** Claims and pieces of evidence that a lens quotes at the most. */
const CLAIMS = 3;
const EVIDENCE = 2;
/** A community is contested from this many reports for each upvote on. */
const CONTESTED = 1 / 3;

/** The comments of each community that spoke; those who spoke most come first. */
function commentsByCommunity(comments: readonly ThreadComment[]): ThreadComment[][] {
  const groups = new Map<string, ThreadComment[]>();
  for (const comment of comments) {
    const group = groups.get(comment.community_id);
    if (group) group.push(comment);
    else groups.set(comment.community_id, [comment]);
  }
  return [...groups.values()].toSorted((a, b) => b.length - a.length);
}

/** What each community that spoke had to say, and how it was taken. */
export function lensSummaries(
  comments: readonly ThreadComment[],
  pairs: readonly ReplyPair[],
): LensSummary[] {
  return commentsByCommunity(comments).map((own) => lensSummary(own, pairs));
}

function lensSummary(own: readonly ThreadComment[], pairs: readonly ReplyPair[]): LensSummary {
  const { community_id = '', community_name = '' } = own[0] ?? {};
  const intents = countIntents(own);
  const top = INTENTS.reduce((best, intent) => (intents[intent] > intents[best] ? intent : best));
  return {
    community_id,
    community_name,
    comment_count: own.length,
    speakers: speakersOf(own),
    leading_intent: intents[top] > 0 ? top : null,
    intents,
    reception: receptionOf(own),
    claims: strongest(own, CLAIMS).map(quote),
    evidence: mostCited(own),
    answers: answersOf(pairs.filter(({ answer }) => answer.community_id === community_id)),
  };
}

function countIntents(comments: readonly ThreadComment[]): Record<Intent, number> {
  const counts = Object.fromEntries(INTENTS.map((intent) => [intent, 0])) as Record<Intent, number>;
  for (const { intent } of comments) if (intent) counts[intent] += 1;
  return counts;
}

function speakersOf(comments: readonly ThreadComment[]): SpeakerRef[] {
  return [...new Map(comments.map(({ speaker }) => [speaker.persona_id, speaker])).values()];
}

function receptionOf(comments: readonly ThreadComment[]): LensSummary['reception'] {
  const sum = (field: 'upvotes' | 'reports' | 'views' | 'score') =>
    comments.reduce((total, comment) => total + comment[field], 0);
  const [upvotes, reports, views] = [sum('upvotes'), sum('reports'), sum('views')];
  const average_score = rounded(sum('score') / Math.max(1, comments.length));
  return { code: receptionCode(upvotes, reports), upvotes, reports, views, average_score };
}

function receptionCode(upvotes: number, reports: number): LensSummary['reception']['code'] {
  if (upvotes + reports === 0) return 'ignored';
  if (reports >= upvotes) return 'rejected';
  return reports > upvotes * CONTESTED ? 'contested' : 'welcomed';
}

function mostCited(comments: readonly ThreadComment[]): LensSummary['evidence'] {
  const cited = new Map<string, QuotedEvidence & { times: number }>();
  for (const { evidence } of comments) {
    if (!evidence) continue;
    const { times } = cited.get(evidence.id) ?? { times: 0 };
    cited.set(evidence.id, { ...evidence, times: times + 1 });
  }
  return [...cited.values()].toSorted((a, b) => b.times - a.times).slice(0, EVIDENCE);
}

function answersOf(pairs: readonly ReplyPair[]): LensSummary['answers'] {
  const counts = new Map<string, { community_id: string; community_name: string } & Record<Stance, number>>();
  for (const { answered, stance } of pairs) {
    const { community_id, community_name } = answered;
    const none = { community_id, community_name, agree: 0, oppose: 0, ask: 0 };
    const count = counts.get(community_id) ?? none;
    count[stance] += 1;
    counts.set(community_id, count);
  }
  return [...counts.values()];
}
