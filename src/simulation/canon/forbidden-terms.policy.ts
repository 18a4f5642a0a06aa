import type { Intervention } from '../domain/intervention.js';
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
 * Where a seed, or an intervention, uses terms that the world forbids, or that the seed forbids itself: names the field and the term, and quotes
 * nothing around it, since hidden facts stay hidden. Hidden facts may use the seed's own terms, because nobody says
 * them unless they are revealed.
 */
export function forbiddenTerms(
  terms: readonly string[],
  seed: Seed,
  interventions: readonly Intervention[] = [],
): ForbiddenUse[] {
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
  const said = interventions.flatMap((intervention, index) => placesOf(intervention, index, seed));
  return [
    ...usesOf(finderOf(terms), [...shown, ...hidden, ...more, ...said], 'the forbidden term'),
    ...usesOf(finderOf(seed.forbidden_terms), [...shown, ...more, ...said], 'its own forbidden term'),
  ];
}

/** The texts that an intervention says, a revealed fact included. */
function placesOf(intervention: Intervention, index: number, { hidden_facts }: Seed): Place[] {
  const place = (field: string, text: string): Place => ({
    name: `interventions[${index}].${field}`,
    path: `/interventions/${index}/${field}`,
    text,
  });
  const { kind } = intervention;
  if (kind === 'reveal') return [place('hidden_fact', hidden_facts[intervention.hidden_fact] ?? '')];
  if (kind === 'fact') return [place('text', intervention.text)];
  if (kind !== 'statement') return [];
  return [place('stakeholder', intervention.stakeholder), place('text', intervention.text)];
}

function onePlace(field: string, text: string): Place[] {
  return [{ name: field, path: `/seed/${field}`, text }];
}

function places(field: string, texts: readonly string[]): Place[] {
  return texts.map((text, index) => ({ name: `${field}[${index}]`, path: `/seed/${field}/${index}`, text }));
}

function usesOf(terms: DisguisedTerms, at: readonly Place[], what: string): ForbiddenUse[] {
  const read = new ReadText();
  return at.flatMap(({ name, path, text }) => {
    read.take(text);
    const used = new Set(terms.find(read).map(({ term }) => term));
    return [...used].map((term) => ({ pointer: path, details: `${name} uses ${what} '${term}'` }));
  });
}

function finderOf(terms: readonly string[]): DisguisedTerms {
  const known = KNOWN_TERMS.get(terms);
  if (known) return known;
  const finder = new DisguisedTerms(terms);
  KNOWN_TERMS.set(terms, finder);
  return finder;
}
