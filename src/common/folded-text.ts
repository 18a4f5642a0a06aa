/**
 * A text without what a search is to overlook: upper and lower case, and the two ways to write an accented or a wide
 * character (NFKC). Stores keep folded texts, so a change of this needs their migration.
 */
export function foldedText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
