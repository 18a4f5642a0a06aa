import type { TimelineEntry } from './report.js';
import type { RunEvents } from './run-events.js';
import type { RunFacts } from './run-facts.js';
import { byScore, quote } from './thread-comment.js';

/** What happened, round by round. */
export function timeline({ comments, ended_round }: RunFacts, events: RunEvents): TimelineEntry[] {
  const rounds = Array.from({ length: ended_round }, (_, index) => index + 1);
  return rounds.map((round) => {
    const said = comments.filter((comment) => comment.round === round);
    const [best] = said.toSorted(byScore);
    const sum = (field: 'upvotes' | 'reports') => said.reduce((total, comment) => total + comment[field], 0);
    return {
      round,
      comments: said.length,
      upvotes: sum('upvotes'),
      reports: sum('reports'),
      top_comment: best ? quote(best) : null,
      events: events.all.filter((event) => event.round === round).map(({ text }) => text),
    };
  });
}
