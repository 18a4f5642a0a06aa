import { REPLY_WINDOW } from '../generation/comment-plan.js';
import type { Stance } from './quotes.js';
import type { ThreadComment } from './thread-comment.js';

/** A comment and the one that it answers. */
export interface ReplyPair {
  readonly answered: ThreadComment;
  readonly answer: ThreadComment;
  readonly stance: Stance;
  /** The scores of both together. */
  readonly strength: number;
}

/** All answers of a thread with what they answer, in order. */
export function replyPairs(comments: readonly ThreadComment[]): ReplyPair[] {
  const latest = new Map<string, ThreadComment>();
  const bySeq = new Map<number | null, ThreadComment>();
  const pairs: ReplyPair[] = [];
  for (const answer of comments) {
    const { reply_to } = answer;
    const last = reply_to && latest.get(reply_to.persona_id);
    if (last) {
      const answered = bySeq.get(reply_to.seq) ?? quotedOne(comments, answer, last);
      pairs.push({ answered, answer, stance: reply_to.stance, strength: answered.score + answer.score });
    }
    latest.set(answer.speaker.persona_id, answer);
    if (answer.seq !== null) bySeq.set(answer.seq, answer);
  }
  return pairs;
}

/**
 * Rows of version 0.2 say whom a comment answers, not which words: that is the persona's last comment, unless the answer quotes
 * another one that was still in sight.
 */
function quotedOne(
  comments: readonly ThreadComment[],
  answer: ThreadComment,
  last: ThreadComment,
): ThreadComment {
  const { persona_id } = last.speaker;
  const inSight = comments.slice(Math.max(0, answer.index - REPLY_WINDOW), answer.index);
  const theirs = inSight.filter(({ speaker }) => speaker.persona_id === persona_id);
  if (theirs.length < 2) return last;
  const text = bare(answer.text);
  return theirs.findLast(({ claim }) => text.includes(bare(claim))) ?? last;
}

/** A text without its quotation marks and final punctuation: quoting changes both. */
function bare(text: string): string {
  return text.replaceAll(/["'“”‘’]/g, '').replace(/[\s\p{P}]+$/u, '');
}
