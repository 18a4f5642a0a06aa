import { LruCache } from '../../common/index.js';
import { FoldedTerm, FoldedText } from './folded-text.js';
import { runsSideBySide } from './run-marks.js';

/** The text that was looked at last: one is looked at for many lists of terms in a row. */
const LOOKED_AT = new FoldedText();

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Patterns that one matcher keeps, each of the terms that were in a text together. */
const PATTERNS = 200;

interface Term {
  readonly folded: FoldedTerm;
  /** The term as a part of a pattern. */
  readonly alternative: string;
  /** The pattern of this term alone, once it was needed: most texts hold one term of a list at the most. */
  pattern?: RegExp;
}

const NONE: readonly Term[] = [];

/** Finds terms in texts, whatever their case; as whole words where the script has word boundaries. */
export class TermMatcher {
  private readonly terms: readonly Term[];
  private readonly lastRuns: Int16Array;
  private readonly patterns = new LruCache<RegExp>(PATTERNS);

  constructor(terms: readonly string[]) {
    const given = terms.map((term) => term.trim()).filter((term) => term !== '');
    this.terms = given.map((term) => ({ folded: new FoldedTerm(term), alternative: alternative(term) }));
    this.lastRuns = runsSideBySide(this.terms.map(({ folded }) => folded.runs?.[1]));
  }

  /** What was found, as it stands in the text. */
  find(text: string): string[] {
    const pattern = this.patternFor(text);
    return pattern ? (text.match(pattern) ?? []) : [];
  }

  /** How many of the terms occur. */
  countUsed(text: string): number {
    const found = this.find(text);
    return found.length < 2 ? found.length : new Set(found.map((term) => term.toLowerCase())).size;
  }

  /**
   * A pattern of the terms that may occur; null when none does. Looking for plain text is ten times as fast as the
   * pattern of all terms, and most texts hold few of them.
   */
  private patternFor(text: string): RegExp | null {
    LOOKED_AT.take(text);
    const held = this.heldTerms();
    const [one] = held;
    if (!one) return null;
    if (held.length === 1) return (one.pattern ??= new RegExp(one.alternative, 'giu'));
    const alternatives = held.map(({ alternative }) => alternative).join('|');
    return this.patterns.get(alternatives, () => new RegExp(alternatives, 'giu'));
  }

  /** The terms that are in the text that is looked at. */
  private heldTerms(): readonly Term[] {
    const { lastRuns, terms } = this;
    let held = NONE;
    for (let at = LOOKED_AT.nextHeld(lastRuns, 0); at >= 0; at = LOOKED_AT.nextHeld(lastRuns, at + 1)) {
      const term = terms[at] as Term;
      if (LOOKED_AT.holds(term.folded)) held = [...held, term];
    }
    return held;
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
