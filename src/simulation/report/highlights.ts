import type { Highlight } from './report.js';
import { byScore, quote, type ThreadComment } from './thread-comment.js';

/** Comments that are highlighted at the most. */
export const MOST_HIGHLIGHTS = 10;

/** The best comments by score, best first. */
export function highlights(comments: readonly ThreadComment[]): Highlight[] {
  const best = comments.toSorted(byScore).slice(0, MOST_HIGHLIGHTS);
  return best.map((comment, index) => ({
    rank: index + 1,
    ...quote(comment),
    text: comment.text,
    upvotes: comment.upvotes,
    reports: comment.reports,
  }));
}
