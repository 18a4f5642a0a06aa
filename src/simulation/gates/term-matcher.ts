const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Finds terms in texts, whatever their case; as whole words where the script has word boundaries. */
export class TermMatcher {
  private readonly pattern: RegExp | null;

  constructor(terms: readonly string[]) {
    const alternatives = terms.filter((term) => term.trim() !== '').map(alternative);
    this.pattern = alternatives.length > 0 ? new RegExp(alternatives.join('|'), 'giu') : null;
  }

  /** What was found, as it stands in the text. */
  find(text: string): string[] {
    return this.pattern ? (text.match(this.pattern) ?? []) : [];
  }
}

/** A term as a pattern of literal characters: matching it takes linear time. */
function alternative(term: string): string {
  const literal = term.trim().replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
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
