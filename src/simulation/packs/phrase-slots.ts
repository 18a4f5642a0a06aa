import type { PackFault } from './pack-fault.js';
import { fileOf } from './pack-files.js';
import type { PhraseBook } from './world-extensions.js';

/** What every phrase can speak of. */
const COMMON = [
  'subject',
  'stakeholder',
  'fact',
  'bias',
  'identity',
  'preferred_evidence',
  'topic',
  'board',
  'hours',
  'evidence',
  'source',
  'name',
  'their_claim',
  'meme',
  'thing',
  'other_thing',
  'their_thing',
  'who',
  'other',
  'number',
  'when',
  'quote',
  'summary',
  'evidence_type',
];

/** The slots of lists that are filled with something else. */
const OWN_SLOTS: Readonly<Record<string, readonly string[]>> = {
  leads: ['word'],
  slips: ['taboo'],
  softeners: [],
  news: [...COMMON, 'news', 'rule'],
};

/** Phrases with a slot that nothing fills: they are never said. */
export function slotsNothingFills(book: PhraseBook): PackFault[] {
  return Object.entries(book).flatMap(([key, member]) =>
    faultsIn(`phrase_book.${key}`, member as unknown, OWN_SLOTS[key] ?? COMMON),
  );
}

function faultsIn(path: string, member: unknown, slots: readonly string[]): PackFault[] {
  if (Array.isArray(member)) return unfilled(path, member as string[], slots);
  return Object.entries(member as object).flatMap(([key, inner]) =>
    faultsIn(`${path}.${key}`, inner as unknown, slots),
  );
}

function unfilled(path: string, phrases: readonly string[], slots: readonly string[]): PackFault[] {
  return phrases.flatMap((phrase, index) =>
    [...phrase.matchAll(/\{([^{}:~]*)(?:[:~][^{}]*)?\}/g)]
      .filter(([, slot = '']) => !slots.includes(slot))
      .map(([slot]) => ({
        file: fileOf('world'),
        item: 'extensions',
        field: `${path}[${index}]`,
        message: `is never said, because nothing fills ${slot}`,
      })),
  );
}
