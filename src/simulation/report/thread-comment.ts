import { INTENTS, type Intent } from '../domain/intent.js';
import { STANCES, type QuotedClaim, type QuotedEvidence, type SpeakerRef, type Stance } from './quotes.js';
import { numberAt, objectAt, objectsAt, textAt, type ReportRow } from './row-fields.js';

/** A comment that stands in the thread. */
export interface ThreadComment {
  /** Its place in the thread, from 0. */
  readonly index: number;
  /** Its row in the run log; null when that is not known. */
  readonly seq: number | null;
  readonly round: number;
  readonly speaker: SpeakerRef;
  readonly community_id: string;
  readonly community_name: string;
  readonly text: string;
  readonly claim: string;
  readonly intent: Intent | null;
  readonly evidence: QuotedEvidence | null;
  /** Whether that is a public fact of the incident. */
  readonly cites_fact: boolean;
  readonly score: number;
  readonly upvotes: number;
  readonly reports: number;
  readonly views: number;
  /** Whom it answers, and which row; logs of version 0.2 do not say which. */
  readonly reply_to: {
    readonly persona_id: string;
    readonly stance: Stance;
    readonly seq: number | null;
  } | null;
  /** Where its author stands on the incident; null in logs of version 0.2. */
  readonly position: string | null;
  /** Which hidden fact it came near, from 0; null for none. */
  readonly near_hidden_fact: number | null;
  /** The rows of the interventions that it takes up. */
  readonly takes_up: readonly number[];
  /** The sentence of it that matters. */
  readonly quote: string;
  /** Whether a taboo word had to be blacked out in it. */
  readonly slipped: boolean;
}

/**
 * The comment of a `round` row.
 * @param cut gives the sentence of a text that matters
 */
export function readComment(
  row: ReportRow,
  index: number,
  slipped: boolean,
  cut: (text: string) => string = (text) => text,
): ThreadComment {
  const persona_id = textAt(row, 'persona_id');
  const community_id = textAt(row, 'community_id');
  const text = textAt(row, 'text');
  const intent = row['intent'] as Intent;
  return {
    index,
    seq: numberAt(row, 'seq') || null,
    round: numberAt(row, 'round'),
    speaker: { persona_id, name: textAt(row, 'persona_name', persona_id) },
    community_id,
    community_name: textAt(row, 'community_name', community_id),
    text,
    claim: textAt(row, 'claim', text),
    intent: INTENTS.includes(intent) ? intent : null,
    evidence: readEvidence(row),
    cites_fact: textAt(objectAt(row, 'evidence'), 'kind') === 'public_fact',
    score: numberAt(row, 'score'),
    upvotes: numberAt(row, 'upvotes'),
    reports: numberAt(row, 'reports'),
    views: numberAt(row, 'views'),
    reply_to: readReply(row),
    position: textAt(objectAt(row, 'position'), 'stance') || null,
    near_hidden_fact: numberOrNull(row['near_hidden_fact']),
    takes_up: objectsAt(row, 'takes_up').map((taken) => numberAt(taken, 'seq')),
    quote: cut(text),
    slipped,
  };
}

function readEvidence(row: ReportRow): QuotedEvidence | null {
  const evidence = objectAt(row, 'evidence');
  const text = textAt(evidence, 'text');
  if (text === '') return null;
  return {
    id: textAt(evidence, 'id', text),
    source: textAt(evidence, 'source') || null,
    text,
    grade: textAt(evidence, 'grade') || null,
  };
}

function readReply(row: ReportRow): ThreadComment['reply_to'] {
  const reply = objectAt(row, 'reply_to');
  const persona_id = textAt(reply, 'persona_id');
  const stance = reply['stance'] as Stance;
  if (persona_id === '' || !STANCES.includes(stance)) return null;
  return { persona_id, stance, seq: numberOrNull(reply['seq']) };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A comment's claim, with who made it. */
export function quote(comment: ThreadComment): QuotedClaim {
  return {
    persona_id: comment.speaker.persona_id,
    name: comment.speaker.name,
    community_id: comment.community_id,
    community_name: comment.community_name,
    round: comment.round,
    seq: comment.seq,
    intent: comment.intent,
    claim: comment.claim,
    quote: comment.quote,
    score: comment.score,
    evidence_id: comment.evidence?.id ?? null,
  };
}

/** Orders comments by score, best first; equal ones as they stand in the thread. */
export function byScore(a: ThreadComment, b: ThreadComment): number {
  return b.score - a.score || a.index - b.index;
}

/** The strongest comments that make different claims. */
export function strongest(comments: readonly ThreadComment[], count: number): ThreadComment[] {
  const claims = new Set<string>();
  const chosen: ThreadComment[] = [];
  for (const comment of comments.toSorted(byScore)) {
    if (chosen.length === count) break;
    if (claims.has(comment.claim)) continue;
    claims.add(comment.claim);
    chosen.push(comment);
  }
  return chosen;
}
