import type { IncidentWords } from '../domain/incident-words.js';
import type { Highlight } from './report.js';
import { byScore, quote, type ThreadComment } from './thread-comment.js';

/** Comments that are highlighted at the most. */
export const MOST_HIGHLIGHTS = 10;
/** Comments that do not name the incident, for each one that does: three of ten. The best one is always there. */
const BESIDE_THE_POINT = { share: 3 / 7, most: 3 } as const;

/** The best comments by score, best first; most of them name the incident, wherever some do. */
export function highlights(comments: readonly ThreadComment[], incident: IncidentWords): Highlight[] {
  const ranked = comments.toSorted(byScore).map((comment) => ({
    comment,
    names_incident: incident.namedIn(comment.text),
  }));
  return chosen(ranked).map(({ comment, names_incident }, index) => ({
    rank: index + 1,
    ...quote(comment),
    text: comment.text,
    names_incident,
    upvotes: comment.upvotes,
    reports: comment.reports,
  }));
}

function chosen<T extends { readonly names_incident: boolean }>(ranked: readonly T[]): readonly T[] {
  const naming = Math.min(MOST_HIGHLIGHTS, ranked.filter(({ names_incident }) => names_incident).length);
  if (naming === 0) return ranked.slice(0, MOST_HIGHLIGHTS);
  const { share, most } = BESIDE_THE_POINT;
  const room = Math.min(most, Math.max(1, Math.floor(naming * share)));
  let others = 0;
  const kept = ranked.filter(({ names_incident }) => names_incident || ++others <= room);
  return kept.slice(0, MOST_HIGHLIGHTS);
}
