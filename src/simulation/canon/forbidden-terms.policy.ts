import type { Seed } from '../domain/seed.js';
import { DisguisedTerms } from '../gates/disguise/disguised-terms.js';
import { ReadText } from '../gates/disguise/read-text.js';

/** A forbidden term in a seed. */
interface ForbiddenUse {
  /** The place in the body of a request, as a JSON pointer. */
  readonly pointer: string;
  readonly details: string;
}

interface Place {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

const KNOWN_TERMS = new WeakMap<readonly string[], DisguisedTerms>();

/**
 * Where a seed uses terms that the world forbids, or that it forbids itself: names the field and the term, and quotes
 * nothing around it, since hidden facts stay hidden. Hidden facts may use the seed's own terms, because nobody says
 * them.
 */
export function forbiddenTerms(terms: readonly string[], seed: Seed): ForbiddenUse[] {
  const shown = [
    ...onePlace('title', seed.title),
    ...onePlace('summary', seed.summary),
    ...places('public_facts', seed.public_facts),
  ];
  const hidden = places('hidden_facts', seed.hidden_facts);
  const more = [
    ...places('stakeholders', seed.stakeholders),
    ...onePlace('evidence_type', seed.evidence_type),
  ];
  return [
    ...usesOf(finderOf(terms), [...shown, ...hidden, ...more], 'the forbidden term'),
    ...usesOf(finderOf(seed.forbidden_terms), [...shown, ...more], 'its own forbidden term'),
  ];
}

function onePlace(field: string, text: string): Place[] {
  return [{ name: field, path: field, text }];
}

function places(field: string, texts: readonly string[]): Place[] {
  return texts.map((text, index) => ({ name: `${field}[${index}]`, path: `${field}/${index}`, text }));
}

function usesOf(terms: DisguisedTerms, at: readonly Place[], what: string): ForbiddenUse[] {
  const read = new ReadText();
  return at.flatMap(({ name, path, text }) => {
    read.take(text);
    const used = new Set(terms.find(read).map(({ term }) => term));
    return [...used].map((term) => ({ pointer: `/seed/${path}`, details: `${name} uses ${what} '${term}'` }));
  });
}

function finderOf(terms: readonly string[]): DisguisedTerms {
  const known = KNOWN_TERMS.get(terms);
  if (known) return known;
  const finder = new DisguisedTerms(terms);
  KNOWN_TERMS.set(terms, finder);
  return finder;
}
