/**
 * Folds a text for search: lower case, and NFKC for accented and full-width characters. Stores keep folded texts, so
 * changing this requires a migration.
 */
export function foldedText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
