let lastFolded = { text: '', plain: '' };

/**
 * A text with the differences of case taken away, at least those that the pattern takes no notice of. One text is
 * looked at for many lists of terms in a row.
 */
function folded(text: string): string {
  if (lastFolded.text !== text) lastFolded = { text, plain: text.toLowerCase().toUpperCase() };
  return lastFolded.plain;
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Finds terms in texts, whatever their case; as whole words where the script has word boundaries. */
export class TermMatcher {
  private readonly terms: readonly string[];
  private readonly pattern: RegExp | null;

  constructor(terms: readonly string[]) {
    const given = terms.map((term) => term.trim()).filter((term) => term !== '');
    this.terms = given.map((term) => folded(term));
    this.pattern = given.length > 0 ? new RegExp(given.map(alternative).join('|'), 'giu') : null;
  }

  /** What was found, as it stands in the text. */
  find(text: string): string[] {
    if (!this.pattern || !this.mayOccur(text)) return [];
    return text.match(this.pattern) ?? [];
  }

  /** How many of the terms occur. */
  countUsed(text: string): number {
    return new Set(this.find(text).map((found) => found.toLowerCase())).size;
  }

  /** Looking for plain text first is ten times as fast, and most texts hold none of the terms. */
  private mayOccur(text: string): boolean {
    const plain = folded(text);
    return this.terms.some((term) => plain.includes(term));
  }
}

/** A term as a pattern of literal characters: matching it takes linear time. */
function alternative(term: string): string {
  const literal = term.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return UNSPACED.test(term) ? literal : String.raw`(?<![\p{L}\p{N}])${literal}(?![\p{L}\p{N}])`;
}

const MATCHERS = new WeakMap<readonly string[], TermMatcher>();

/** The matcher of a list of terms, made once for each list. */
export function matcherOf(terms: readonly string[]): TermMatcher {
  const known = MATCHERS.get(terms);
  if (known) return known;
  const matcher = new TermMatcher(terms);
  MATCHERS.set(terms, matcher);
  return matcher;
}
