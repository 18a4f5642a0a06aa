import type { Seed } from '../domain/seed.js';
import { TermMatcher, matcherOf } from '../gates/term-matcher.js';

/**
 * Where a seed uses terms that the world forbids: names the field and the term, and quotes nothing around it, since
 * hidden facts stay hidden.
 */
export function forbiddenTerms(
  terms: readonly string[],
  {
    title,
    summary,
    public_facts,
    hidden_facts,
  }: Pick<Seed, 'title' | 'summary' | 'public_facts' | 'hidden_facts'>,
): string[] {
  const texts = [
    ['title', title],
    ['summary', summary],
    ...public_facts.map((fact, index) => [`public_facts[${index}]`, fact] as const),
    ...hidden_facts.map((fact, index) => [`hidden_facts[${index}]`, fact] as const),
  ] as const;
  const composed = composedTerms(terms);
  return texts.flatMap(([field, raw]) => {
    const text = raw.normalize('NFC');
    if (matcherOf(composed).find(text).length === 0) return [];
    const used = composed.filter((term) => new TermMatcher([term]).find(text).length > 0);
    return used.map((term) => `${field} uses the forbidden term '${term}'`);
  });
}

const COMPOSED = new WeakMap<readonly string[], readonly string[]>();

/** The terms with composed characters: some systems write Hangul and accents apart, and mean the same. */
function composedTerms(terms: readonly string[]): readonly string[] {
  const known = COMPOSED.get(terms);
  if (known) return known;
  const composed = terms.map((term) => term.normalize('NFC'));
  COMPOSED.set(terms, composed);
  return composed;
}
