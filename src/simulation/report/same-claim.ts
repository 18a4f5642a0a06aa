import { indexOf } from '../domain/similarity.js';

/** From which similarity on two claims say the same to a reader, 0..1: what the similarity gate calls too alike. */
const NEARLY_SAME = 0.85;

/** Tells whether a claim is one of these, or nearly: marks and letter case do not make another claim. */
export function sameAs(others: readonly string[]): (claim: string) => boolean {
  const texts = new Set(others.map(bare));
  const index = indexOf([]);
  for (const text of texts) index.add(text);
  return (claim) => {
    const text = bare(claim);
    return texts.has(text) || (texts.size > 0 && index.nearest(text) >= NEARLY_SAME);
  };
}

/** Marks and white space, other than the single spaces that stay as they are. */
const MARKS = /[\p{P}\p{S}\s]{2,}|[\p{P}\p{S}]|[^\S ]/gu;

function bare(text: string): string {
  const words = text.toLowerCase().replaceAll(MARKS, ' ');
  return words.trim() || text;
}
